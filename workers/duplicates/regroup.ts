/** Makes the groups of some areas anew from their sure pairs and what people decided, and counts what changed as changed. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import { z } from "zod";
import { type GroupMember, groupJobs, type SurePair } from "../../shared/domain/same-job/group-jobs.ts";
import { PAIR_DECISIONS } from "../../shared/tables/duplicates.ts";
import { askOf } from "../clickhouse/ask.ts";
import { runCommand } from "../clickhouse/command.ts";
import { insertLines } from "../clickhouse/insert.ts";
import type { BoundParams } from "../clickhouse/query.ts";

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

/** @param areas hashes as text */
export const areasIn = (areas: readonly string[]): Areas => ({
  sql: "area IN (SELECT toUInt64(arrayJoin({areas:Array(String)})))",
  params: { areas },
});

/** A statement of 200 pairs stays below the 16 kB that a URL may have everywhere. */
const HELD_AT_ONCE = 200;

const Hash = z.coerce.string();

const Pair = z.object({ a: Hash, b: Hash, score: z.number(), is_held: z.number() });
const Decision = z.object({ a: Hash, b: Hash, decision: z.enum(PAIR_DECISIONS) });
const Member = z.object({
  id: Hash,
  area: Hash,
  platform: z.string(),
  job_key: z.string(),
  firm: Hash,
  company: Hash,
  brand: Hash,
  place: z.string(),
  trade: z.string(),
  branch: z.string(),
  district: z.string(),
  experience: z.string(),
  degree: z.string(),
  title_marks: z.array(z.string()),
  text: z.array(z.number()),
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
const StoredNear = Stored.extend({ is_here: z.number() });

/** Newest decision of each pair that has one. */
export const DECISIONS = `
  SELECT a, b, argMax(decision, decided_at) AS decision FROM job_decisions GROUP BY a, b`;

const decisionsOf = (areas: string): string => `
  SELECT toString(a) AS a, toString(b) AS b, decision FROM (
    SELECT * FROM (${DECISIONS})
    WHERE decision != 'withdrawn' AND a IN (
      SELECT id FROM job_prints WHERE ${areas} AND id IN (SELECT a FROM job_decisions)))`;
const pairsOf = (areas: string): string => `
  SELECT toString(a) AS a, toString(b) AS b, score, is_held FROM (
    SELECT a, b, score, is_held FROM job_pairs
    WHERE ${areas} AND verdict = 'sure' ORDER BY version DESC LIMIT 1 BY a, b)`;
/** Postings of sure pairs in which the text did not count: two with unlike texts must not meet through one that has none. */
const besideNoText = (areas: string): string =>
  `SELECT arrayJoin([a, b]) FROM job_pairs WHERE ${areas} AND verdict = 'sure' AND text < 0`;
const membersOf = (areas: string): string => `
  SELECT toString(id) AS id, toString(area) AS area, platform, job_key, toString(firm) AS firm, toString(company) AS company, toString(brand) AS brand, place, trade, branch,
    district, experience, degree, title_marks, if(id IN (${besideNoText(areas)}), sketch, []) AS text,
    salary_low, salary_high, toUnixTimestamp64Milli(first_seen) AS first_seen,
    toString(group_hash) AS group_hash
  FROM (
    SELECT *, bitShiftRight(id, 11) AS group_hash FROM job_prints WHERE ${areas} AND id IN (
      SELECT arrayJoin([a, b]) FROM job_pairs WHERE ${areas} AND verdict = 'sure'
      UNION ALL SELECT arrayJoin([a, b]) FROM (${DECISIONS}) WHERE decision = 'same')
    ORDER BY version DESC LIMIT 1 BY id)`;
/**
 * What is stored of these areas, and of postings that came into them or left them. Without FINAL, which would read every column
 * of all groups.
 */
const storedOf = (areas: string): string => `
  SELECT toString(id) AS id, toString(area) AS area, platform, job_key, toString(group_id) AS group_id, is_main, is_here
  FROM (
    SELECT *, ${areas} AS is_here FROM (
      SELECT * FROM job_groups WHERE id IN (
        SELECT id FROM job_groups WHERE (${areas}) OR id IN (
          SELECT arrayJoin([a, b]) FROM job_pairs WHERE ${areas} AND verdict = 'sure'))
      ORDER BY version DESC LIMIT 1 BY id)
    WHERE group_id != 0)`;

interface Regrouped {
  /** Postings whose group is another one now, or that are first of it now, or no longer. */
  changed: number;
  /** Sure pairs that were not joined, because postings behind them differ. */
  held: number;
}

/**
 * Safe to repeat: only rows that differ from the stored ones are written.
 * @param version of the rows, Unix ms: newer than every earlier one
 */
export async function regroup(
  { clickhouse, corrected }: RegroupServices,
  { sql: areas, params }: Areas,
  version: number,
): Promise<Regrouped> {
  const ask = askOf(clickhouse);
  const [pairs, near, decisions] = await Promise.all([
    ask(pairsOf(areas), Pair, params),
    ask(storedOf(areas), StoredNear, params),
    ask(decisionsOf(areas), Decision, params),
  ]);
  const paired = new Set(pairs.flatMap(({ a, b }) => [a, b]));
  const stored = near
    .filter(({ id, is_here }) => is_here === 1 || paired.has(id))
    .map(({ is_here, ...row }) => row);
  if (pairs.length === 0 && stored.length === 0 && decisions.length === 0) return { changed: 0, held: 0 };
  const members = await ask(membersOf(areas), Member, params);

  const keyOf = ({ a, b }: { a: string; b: string }) => `${a} ${b}`;
  const decided = new Set(decisions.map(keyOf));
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
  const changed: z.output<typeof Stored>[] = [];
  for (const [id, { group_id, is_main }] of now) {
    const old = before.get(id);
    const { platform, job_key, area } = byId.get(id) as z.output<typeof Member>;
    if (old?.group_id === group_id && old.is_main === is_main && old.area === area) continue;
    changed.push({ id, area, platform, job_key, group_id, is_main });
  }
  for (const old of stored) if (!now.has(old.id)) changed.push({ ...old, group_id: "0", is_main: 0 });
  const keys = keysBeside(changed, stored, now);

  const isHeld = new Set(held.map(keyOf));
  const newlyHeld = pairs.filter((pair) => pair.is_held === 0 && isHeld.has(keyOf(pair)));
  const released = pairs.filter((pair) => pair.is_held === 1 && !isHeld.has(keyOf(pair)));
  await setHeld(clickhouse, newlyHeld, 1);
  await setHeld(clickhouse, released, 0);
  if (changed.length > 0) {
    await corrected();
    // The changes are written first, so that a run that is killed between both leaves nothing behind: a refresh of
    // job_facts looks back a minute, and therefore reads these postings again after the groups are there.
    const rows = changed.map((row) => JSON.stringify({ ...row, version }));
    await insertLines(clickhouse, "job_changes", keys, `regrouped-${crypto.randomUUID()}`);
    await insertLines(clickhouse, "job_groups", rows, `groups-${crypto.randomUUID()}`);
    await corrected();
  }
  return { changed: changed.length, held: held.length };
}

/** Keys of the postings that changed, and of those that stay in a group that one left: its chains of reposts are others now. */
function keysBeside(
  changed: readonly z.output<typeof Stored>[],
  stored: readonly z.output<typeof Stored>[],
  now: ReadonlyMap<string, unknown>,
): string[] {
  const ids = new Set(changed.map(({ id }) => id));
  const left = new Set(stored.filter(({ id }) => ids.has(id)).map(({ group_id }) => group_id));
  const beside = stored.filter(({ id, group_id }) => !ids.has(id) && now.has(id) && left.has(group_id));
  return [...changed, ...beside].map(({ platform, job_key }) => JSON.stringify({ platform, job_key }));
}

const toMember = (row: z.output<typeof Member>): GroupMember => ({
  id: row.id,
  firm: row.firm === "0" ? "" : row.firm,
  company: row.company,
  brand: row.brand === "0" ? "" : row.brand,
  place: row.place,
  trade: row.trade,
  branch: row.branch,
  district: row.district,
  experience: row.experience,
  degree: row.degree,
  marks: row.title_marks,
  sketch: row.text,
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
