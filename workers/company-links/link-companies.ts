/**
 * Joins the rows of companies that are one company. A step reads some rows that are new or changed, and everything that
 * could belong together with them, and decides anew from the rows and the decisions of people alone. The names are
 * stored last: a step that was killed is repeated and ends with the same rows.
 */
import type { ClickHouseClient } from "@clickhouse/client-web";
import type { Clock } from "../../shared/clock.ts";
import { companyRefOf } from "../../shared/contracts/company-match.ts";
import { type Assigned, assignCompanies } from "../../shared/domain/company-match/assign-companies.ts";
import { type DoubtfulPair, doubtfulPairs } from "../../shared/domain/company-match/doubtful-pairs.ts";
import { type Member, memberOf } from "../../shared/domain/company-match/member.ts";
import type { Logger } from "../../shared/log.ts";
import { askOf } from "../clickhouse/ask.ts";
import { insertLines } from "../clickhouse/insert.ts";
import type { DecisionStore } from "./decision-store.ts";
import { type Gathered, gather } from "./gather.ts";
import { NEW_COMPANIES, NewRow, PAIRS_OF_BRANDS, PairRow } from "./link-sql.ts";

/** Rows of one step: some 3 MB with all that belongs to them. */
const ROWS_PER_STEP = 2000;

export interface LinkServices {
  clickhouse: ClickHouseClient;
  decisions: Pick<DecisionStore, "active" | "waiting" | "applied">;
  clock: Clock;
  logger: Pick<Logger, "warn">;
  /** Says that stored rows were corrected, so that job_facts is refreshed although nothing came in. */
  corrected(): Promise<void>;
}

export interface LinkStep {
  /** Rows of companies that were new or changed. */
  read: number;
  /** Decisions of people that the companies follow from now on. */
  decided: number;
  /** Rows that belong to another company than before. */
  moved: number;
  /** Pairs that wait for a person from now on. */
  pairs: number;
}

/**
 * @param rows that are new or changed and that it reads at most; with 0 it only applies decisions
 * @returns what one step did; nothing is left to do when `read` and `decided` are 0
 */
export async function linkStep(services: LinkServices, rows = ROWS_PER_STEP): Promise<LinkStep> {
  const { clickhouse, decisions, clock } = services;
  const ask = askOf(clickhouse);
  const [found, waiting] = await Promise.all([
    rows === 0 ? [] : ask(NEW_COMPANIES, NewRow, { limit: rows }),
    decisions.waiting(),
  ]);
  if (found.length === 0 && waiting.length === 0) return { read: 0, decided: 0, moved: 0, pairs: 0 };
  const given = found.map(memberOf);
  const changed = await relink(
    services,
    given,
    waiting.flatMap(({ one, others }) => [one, ...others]),
  );
  const at = clock.now();
  await insert(
    clickhouse,
    "company_names",
    given.map((member, index) => nameLine(member, found[index]?.source_hash ?? "0", at)),
  );
  for (const decision of waiting) await decisions.applied(decision, at);
  return { read: found.length, decided: waiting.length, ...changed };
}

/**
 * Decides anew about some rows and all that belongs to them, and stores what changed.
 * @param given rows that are new or changed
 * @param ids of stored rows
 */
async function relink(
  { clickhouse, decisions, clock, logger, corrected }: LinkServices,
  given: readonly Member[],
  ids: readonly string[],
): Promise<Pick<LinkStep, "moved" | "pairs">> {
  const ask = askOf(clickhouse);
  const active = await decisions.active();
  const gathered = await gather(ask, given, ids, active);
  const members = [...gathered.members.values()];
  const assigned = assignCompanies(members, active);
  const now = clock.now();
  const links = changedLinks(gathered, assigned);
  const moved = links.filter(
    ({ id, company_id }) => (gathered.links.get(id)?.company_id ?? id) !== company_id,
  );
  // The changes are written before the links, because a step that is killed between the two would not find them again. A
  // refresh of job_facts that runs in between reads them a second time, as it looks back a minute.
  if (moved.length > 0) await corrected();
  await insert(
    clickhouse,
    "company_changes",
    moved.map(({ id }) => companyRefOf(id)),
  );
  await insert(
    clickhouse,
    "company_links",
    links.map(({ id, evidence, ...link }) => ({
      ...companyRefOf(id),
      ...link,
      evidence: JSON.stringify(evidence),
      decided_at: now,
    })),
  );
  if (moved.length > 0) await corrected();
  const doubtful = doubtfulPairs(
    members.filter(({ brand }) => gathered.brands.has(brand)),
    assigned,
    active,
  );
  if (doubtful.left_out > 0) logger.warn("companies.brand_too_common", { companies: doubtful.left_out });
  const brands = [...gathered.brands];
  const stored = brands.length === 0 ? [] : await ask(PAIRS_OF_BRANDS, PairRow, { brands });
  const pairs = changedPairs(gathered.members, stored, doubtful.pairs, now);
  await insert(clickhouse, "company_pairs", pairs);
  return { moved: moved.length, pairs: pairs.filter(({ is_open }) => is_open === 1).length };
}

function changedLinks({ links }: Gathered, assigned: ReadonlyMap<string, Assigned>) {
  return [...assigned].flatMap(([id, link]) => {
    const before = links.get(id);
    const isOwn = link.company_id === id && link.parent_id === "" && link.how === "own";
    const isSame = before
      ? before.company_id === link.company_id &&
        before.parent_id === link.parent_id &&
        before.how === link.how &&
        before.evidence === JSON.stringify(link.evidence)
      : isOwn;
    return isSame ? [] : [{ id, ...link }];
  });
}

function changedPairs(
  members: ReadonlyMap<string, Member>,
  stored: readonly PairRow[],
  doubtful: readonly DoubtfulPair[],
  now: number,
) {
  const before = new Map(stored.map((pair) => [`${pair.one} ${pair.other}`, pair]));
  const after = new Set(doubtful.map(({ one, other }) => `${one} ${other}`));
  const opened = doubtful.flatMap((pair) => {
    const { one, other, kind, score, also } = pair;
    const old = before.get(`${one} ${other}`);
    const row = {
      ...{ one, other, kind, score, also },
      brand_key: members.get(one)?.brand ?? "",
      one_name: members.get(one)?.shown_name ?? "",
      other_name: members.get(other)?.shown_name ?? "",
      is_open: 1,
      found_at: old?.found_at ?? now,
    };
    const isSame = old && JSON.stringify(comparable(old)) === JSON.stringify(comparable(row));
    return isSame ? [] : [{ ...row, version: now }];
  });
  const closed = stored
    .filter((pair) => pair.is_open === 1 && !after.has(`${pair.one} ${pair.other}`))
    .map((pair) => ({ ...pair, is_open: 0, version: now }));
  return [...opened, ...closed];
}

/** A score is stored with 24 bits. */
const comparable = ({ kind, score, also, one_name, other_name, is_open, brand_key }: PairRow) => [
  kind,
  Math.round(score * 100),
  also,
  one_name,
  other_name,
  is_open,
  brand_key,
];

const nameLine = (member: Member, sourceHash: string, version: number) => {
  const { id, parts, shown_name, identity, brand: brand_key, name, full_name, city } = member;
  const { address, company_size, credit_code } = member;
  return {
    ...companyRefOf(id),
    ...{ name, full_name, shown_name, ...parts, identity, brand_key },
    ...{ city, address, company_size, credit_code, source_hash: sourceHash, version },
  };
};

const insert = (
  client: ClickHouseClient,
  table: "company_names" | "company_links" | "company_pairs" | "company_changes",
  rows: readonly object[],
) =>
  insertLines(
    client,
    table,
    rows.map((row) => JSON.stringify(row)),
    `${table}-${crypto.randomUUID()}`,
  );
