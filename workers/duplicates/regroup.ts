/** Makes the groups of some areas anew from their sure pairs and what people decided, and counts what changed as changed. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import { z } from "zod";
import { type GroupMember, groupJobs, type SurePair } from "../../shared/domain/same-job/group-jobs.ts";
import { runCommand } from "../clickhouse/command.ts";
import { insertLines } from "../clickhouse/insert.ts";
import { type BoundParams, runQuery } from "../clickhouse/query.ts";

export interface RegroupServices {
  clickhouse: ClickHouseClient;
  /** Says that stored rows are being corrected, so that job_facts is refreshed although nothing came in. */
  corrected(): Promise<void>;
}

/** A range of areas, or a list of them. */
export interface Areas {
  /** Condition of `area`. */
  sql: string;
  params: BoundParams;
}

/** A statement of 200 pairs stays below the 16 kB that a URL may have everywhere. */
const HELD_AT_ONCE = 200;

const AnyParams = z.custom<BoundParams>();
const Hash = z.coerce.string();

const Pair = z.object({ a: Hash, b: Hash, score: z.number(), is_held: z.number() });
const Decision = z.object({ a: Hash, b: Hash, decision: z.enum(["same", "different", "withdrawn"]) });
const Member = z.object({
  id: Hash,
  area: Hash,
  platform: z.string(),
  job_key: z.string(),
  firm: Hash,
  company: Hash,
  brand: Hash,
  place: z.string(),
  district: z.string(),
  salary_low: z.number(),
  salary_high: z.number(),
  first_seen: z.coerce.number(),
  group_hash: Hash,
});
const Stored = z.object({
  id: Hash,
  area: Hash,
  platform: z.string(),
  job_key: z.string(),
  group_id: Hash,
  is_main: z.number(),
});

/** Newest decision of each pair that has one. */
export const DECISIONS = `
  SELECT a, b, argMax(decision, decided_at) AS decision FROM job_decisions GROUP BY a, b`;

const decisionsOf = (areas: string) => ({
  sql: `SELECT toString(a) AS a, toString(b) AS b, decision FROM (
      SELECT * FROM (${DECISIONS})
      WHERE decision != 'withdrawn' AND a IN (SELECT id FROM job_prints WHERE ${areas}))`,
  params: AnyParams,
  row: Decision,
});
const pairsOf = (areas: string) => ({
  sql: `SELECT toString(a) AS a, toString(b) AS b, score, is_held FROM (
      SELECT a, b, score, is_held FROM job_pairs
      WHERE ${areas} AND verdict = 'sure' ORDER BY version DESC LIMIT 1 BY a, b)`,
  params: AnyParams,
  row: Pair,
});
const membersOf = (areas: string) => ({
  sql: `SELECT toString(id) AS id, toString(area) AS area, platform, job_key, toString(firm) AS firm, toString(company) AS company, toString(brand) AS brand, place, district,
      salary_low, salary_high, toUnixTimestamp64Milli(first_seen) AS first_seen,
      toString(group_hash) AS group_hash
    FROM (
      SELECT *, bitShiftRight(id, 11) AS group_hash FROM job_prints WHERE ${areas} AND id IN (
        SELECT arrayJoin([a, b]) FROM job_pairs WHERE ${areas} AND verdict = 'sure'
        UNION ALL SELECT arrayJoin([a, b]) FROM (${DECISIONS}) WHERE decision = 'same')
      ORDER BY version DESC LIMIT 1 BY id)`,
  params: AnyParams,
  row: Member,
});
/** What is stored of these areas, and of postings that came into them. */
const storedOf = (areas: string) => ({
  sql: `SELECT toString(id) AS id, toString(area) AS area, platform, job_key, toString(group_id) AS group_id, is_main
    FROM (
      SELECT * FROM job_groups FINAL
      WHERE group_id != 0 AND ((${areas}) OR id IN (
        SELECT arrayJoin([a, b]) FROM job_pairs WHERE ${areas} AND verdict = 'sure')))`,
  params: AnyParams,
  row: Stored,
});

export interface Regrouped {
  /** Postings whose group is another one now, or that are first of it now, or no longer. */
  changed: number;
  groups: number;
  held: number;
}

/**
 * Safe to repeat: only rows that differ from the stored ones are written.
 * @param version of the rows, Unix ms: newer than every earlier one
 */
export async function regroup(
  { clickhouse, corrected }: RegroupServices,
  areas: Areas,
  version: number,
): Promise<Regrouped> {
  const ask = <Row extends z.ZodType>(query: { sql: string; params: typeof AnyParams; row: Row }) =>
    runQuery(clickhouse, query, areas.params);
  const pairs = await ask(pairsOf(areas.sql));
  const stored = await ask(storedOf(areas.sql));
  const decisions = await ask(decisionsOf(areas.sql));
  if (pairs.length === 0 && stored.length === 0 && decisions.length === 0)
    return { changed: 0, groups: 0, held: 0 };
  const members = await ask(membersOf(areas.sql));

  const keyOf = ({ a, b }: { a: string; b: string }) => `${a} ${b}`;
  const decided = new Map(decisions.map((pair) => [keyOf(pair), pair.decision]));
  const sure: SurePair[] = pairs
    .filter((pair) => !decided.has(keyOf(pair)))
    .map(({ a, b, score }) => ({ a, b, score, isDecided: false }));
  const same = decisions.filter(({ decision }) => decision === "same");
  const { groups, held } = groupJobs(
    members.map(toMember),
    [...sure, ...same.map(({ a, b }) => ({ a, b, score: 1, isDecided: true }))],
    decisions.filter(({ decision }) => decision === "different"),
  );

  const byId = new Map(members.map((member) => [member.id, member]));
  const now = new Map<string, { group_id: string; is_main: number }>();
  for (const ids of groups) {
    const group_id = byId.get(ids[0] as string)?.group_hash ?? "0";
    for (const [at, id] of ids.entries()) now.set(id, { group_id, is_main: at === 0 ? 1 : 0 });
  }
  const before = new Map(stored.map((row) => [row.id, row]));
  const lines: string[] = [];
  const write = (row: z.output<typeof Stored>) => lines.push(JSON.stringify({ ...row, version }));
  for (const [id, { group_id, is_main }] of now) {
    const old = before.get(id);
    const { platform, job_key, area } = byId.get(id) as z.output<typeof Member>;
    if (old?.group_id === group_id && old.is_main === is_main && old.area === area) continue;
    write({ id, area, platform, job_key, group_id, is_main });
  }
  for (const old of stored) if (!now.has(old.id)) write({ ...old, group_id: "0", is_main: 0 });

  const isHeld = new Set(held.map(keyOf));
  const moved = pairs.filter((pair) => isHeld.has(keyOf(pair)) !== (pair.is_held === 1));
  const [held0, held1] = [
    moved.filter((pair) => pair.is_held === 0),
    moved.filter((pair) => pair.is_held === 1),
  ];
  await setHeld(clickhouse, held0, 1);
  await setHeld(clickhouse, held1, 0);
  if (lines.length > 0) {
    await corrected();
    // Written first, so that a run that is killed between both leaves nothing behind: a refresh of job_facts looks back a
    // minute, and therefore reads these postings again after the groups are there.
    const keys = lines.map((line) => {
      const { platform, job_key } = JSON.parse(line) as { platform: string; job_key: string };
      return JSON.stringify({ platform, job_key });
    });
    await insertLines(clickhouse, "job_changes", keys, `regrouped-${crypto.randomUUID()}`);
    await insertLines(clickhouse, "job_groups", lines, `groups-${crypto.randomUUID()}`);
    await corrected();
  }
  return { changed: lines.length, groups: groups.length, held: held.length };
}

const toMember = (row: z.output<typeof Member>): GroupMember => ({
  id: row.id,
  firm: row.firm,
  company: row.company,
  brand: row.brand === "0" ? "" : row.brand,
  place: row.place,
  district: row.district,
  salaryLow: row.salary_low,
  salaryHigh: row.salary_high,
  firstSeen: row.first_seen,
});

async function setHeld(
  clickhouse: ClickHouseClient,
  pairs: { a: string; b: string }[],
  value: 0 | 1,
): Promise<void> {
  for (let at = 0; at < pairs.length; at += HELD_AT_ONCE) {
    const some = pairs.slice(at, at + HELD_AT_ONCE);
    await runCommand(
      clickhouse,
      `UPDATE job_pairs SET is_held = {value:UInt8}
       WHERE (a, b) IN (SELECT toUInt64(x.1), toUInt64(x.2) FROM (
         SELECT arrayJoin(arrayZip({as:Array(String)}, {bs:Array(String)})) AS x))`,
      { value, as: some.map(({ a }) => a), bs: some.map(({ b }) => b) },
    );
  }
}
