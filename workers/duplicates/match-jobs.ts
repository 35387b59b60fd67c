/**
 * Finds the postings of one job among all postings, after job_facts was refreshed: those that changed against all others,
 * or, the first time and after a long gap, all of them in steps. A run goes on where it was killed, and may do a step twice.
 */
import type { ClickHouseClient } from "@clickhouse/client-web";
import { z } from "zod";
import type { Clock } from "../../shared/clock.ts";
import { keptMessageOf } from "../../shared/errors/message-of.ts";
import type { Logger } from "../../shared/log.ts";
import { askOf } from "../clickhouse/ask.ts";
import { runCommand } from "../clickhouse/command.ts";
import { type BoundParams, Count, instantSql } from "../clickhouse/query.ts";
import type { FactRefresh } from "../db/facts-schema.ts";
import { MAX_GAP_MS, OVERLAP_MS, REWRITE_SETTINGS } from "../facts/job-changes.ts";
import { keepCurrent, type RefreshStore } from "../facts/refresh-store.ts";
import { type HeldLock, runAlone } from "../with-lock.ts";
import { learnNames, namesOfPass } from "./learn-names.ts";
import {
  AREA_RANGE,
  DELETE_OLD_PAIRS_OF_RANGE,
  deleteOldPairs,
  INSERT_PAIRS_OF_RANGE,
  insertCandidatesOf,
  insertPairsOfPass,
} from "./pairs-sql.ts";
import { hashOf, INSERT_PRINTS_OF_PASS, insertPostings, insertPrintsOf } from "./prints-sql.ts";
import { type Areas, type RegroupServices, regroup } from "./regroup.ts";

export interface MatchServices extends RegroupServices {
  /** How far job_facts is current. */
  facts: Pick<RefreshStore, "read">;
  /** How far the groups are. */
  store: RefreshStore;
  /**
   * A run over all postings: `rows` is the part of it that is done, of {@link WHOLE}, and `through` what it makes current.
   * Null or all of it: none is under way.
   */
  whole: RefreshStore;
  lock: HeldLock;
  clock: Clock;
  logger: Pick<Logger, "warn">;
}

export type MatchReport =
  | { skipped: "no facts" | "current" | "running elsewhere" }
  | { skipped: null; postings: number; changed: number; held: number; ms: number; isDone: boolean };

/** More changed postings than this are compared faster by comparing all. */
const MAX_TOUCHED = 100_000;
/** Postings of one step of a run over all: what a step reads fits into memory, and a step takes seconds. */
const POSTINGS_PER_STEP = 80_000;
/**
 * A run over all goes through the postings by the second of their first sighting, in which order job_facts stores them, and
 * then through the areas by the first 32 bits of their hash.
 */
const HALF = 2 ** 32;
export const WHOLE = 2 * HALF;
/** A run ends its turn after this, to be continued by the next. */
const TURN_MS = 40_000;

const CHANGES = `job_changes
  WHERE changed_at > ${instantSql("since")} AND changed_at <= ${instantSql("through")} AND seen_day IS NULL`;
const TOUCHED_KEYS = `SELECT platform, job_key FROM ${CHANGES}`;
const TOUCHED = `(SELECT ${hashOf} FROM (${TOUCHED_KEYS}))`;
/** The hash alone is read of the rows that are not touched. */
const OF_TOUCHED = `key_hash IN ${TOUCHED}`;
/** Postings of one second that are more than a step takes are taken in parts. */
const OF_SLICE = `first_seen >= toDateTime64({from:Int64}, 3, 'UTC') AND first_seen < toDateTime64({to:Int64}, 3, 'UTC')
  AND key_hash % {parts:UInt32} = {part:UInt32}`;
/**
 * The areas in which the touched postings are, were, or have groups, kept for this pass: a thousand of them are too long for a
 * parameter. Groups can change only where one of these postings is in a group, a decision or, from now on, a sure pair.
 */
const INSERT_AREAS = `
  INSERT INTO job_match_areas (pass, area, regroups, has_old)
  SELECT ${instantSql("version")}, area, max(regroups), max(is_old) FROM (
    SELECT area, id IN (SELECT arrayJoin([a, b]) FROM job_decisions) AS regroups, version < ${instantSql("version")} AS is_old
    FROM job_prints WHERE id IN ${TOUCHED}
    UNION ALL SELECT area, 1, 0 FROM job_groups FINAL
      WHERE group_id != 0 AND (platform, job_key) IN (${TOUCHED_KEYS}))
  GROUP BY area`;
const areasOfPass = (which: string) =>
  `area IN (SELECT area FROM job_match_areas WHERE pass = ${instantSql("version")}${which})`;
const OF_AREAS = areasOfPass("");
const OF_REGROUPED = areasOfPass(" AND regroups = 1");
/** The areas in which postings of the pass have older rows. New postings have none. */
const HAS_OLD = " AND has_old = 1";
const AREAS_WITH_OLD = `job_match_areas WHERE pass = ${instantSql("version")}${HAS_OLD}`;
/** The areas in which the pass found sure pairs. */
const INSERT_AREAS_OF_PAIRS = `
  INSERT INTO job_match_areas (pass, area, regroups)
  SELECT DISTINCT ${instantSql("version")}, area, 1 FROM job_pairs
  WHERE ${OF_AREAS} AND version = ${instantSql("version")} AND verdict = 'sure'`;
const DELETE_OLD_PRINTS = `DELETE FROM job_prints WHERE version < ${instantSql("version")}`;
const POSTINGS_OF_SLICE = `job_facts WHERE ${OF_SLICE}`;
const SLICE_IDS = `(SELECT key_hash FROM ${POSTINGS_OF_SLICE})`;
/** Second of the posting that a step of the usual size would end before; none where fewer follow. */
const END_OF_SLICE = `
  SELECT greatest(0, toUnixTimestamp64Second(first_seen)) AS n FROM job_facts
  WHERE first_seen >= toDateTime64({from:Int64}, 3, 'UTC') ORDER BY first_seen LIMIT 1 OFFSET {size:UInt32}`;
/** Unix seconds of 1900 and 2299, between which a DateTime64 lies. */
const [EARLIEST, LATEST] = [-2_208_988_800, 10_413_791_999];

const Counted = z.object({ n: Count });

/** The run over all postings that goes on; null where none does. */
const underWay = (all: FactRefresh | null): FactRefresh | null =>
  all !== null && all.rows < WHOLE ? all : null;

interface Pace {
  /** Time after which a run over all ends its turn; a step more is done. */
  turnMs?: number;
  postingsPerStep?: number;
}

/**
 * @param owner of the lock: the request's id
 * @throws ClickHouseUnavailable, ClickHouseRejected; the next call goes on
 */
export async function matchJobs(
  services: MatchServices,
  owner: string,
  pace: Pace = {},
): Promise<MatchReport> {
  const { facts, store, whole, lock, clock, logger } = services;
  const [current, last, all] = await Promise.all([facts.read(), store.read(), whole.read()]);
  if (current === null) return { skipped: "no facts" };
  if (!underWay(all) && last?.through === current.through && last.error === null) {
    await keepCurrent(store, last, clock.now());
    return { skipped: "current" };
  }
  return runAlone(lock, owner, logger, () => match(services, pace));
}

async function match(
  services: MatchServices,
  { turnMs = TURN_MS, postingsPerStep = POSTINGS_PER_STEP }: Pace,
): Promise<MatchReport> {
  const { clickhouse, facts, store, whole, clock } = services;
  const startedAt = clock.now();
  const [current, last, all] = await Promise.all([facts.read(), store.read(), whole.read()]);
  if (current === null) return { skipped: "no facts" };
  const begun = underWay(all);
  const through = begun?.through ?? current.through;
  try {
    const since = (last?.through ?? 0) - OVERLAP_MS;
    const { touched, compared, version } = await standingOf(clickhouse, since, through);
    const isTooMuch =
      last === null || compared === 0 || startedAt - last.finishedAt > MAX_GAP_MS || touched > MAX_TOUCHED;
    const report =
      begun || isTooMuch
        ? await matchAll(
            services,
            begun ?? { through, startedAt, rows: 0 },
            startedAt + turnMs,
            postingsPerStep,
          )
        : await matchTouched(services, since, through, touched, version);
    const finishedAt = clock.now();
    if (report.isDone) await store.save({ through, startedAt, finishedAt, rows: report.postings });
    return { skipped: null, ...report, ms: finishedAt - startedAt };
  } catch (error) {
    if (last === null)
      await store.save({ through: 0, startedAt, finishedAt: 0, rows: 0 }, keptMessageOf(error));
    else await store.fail(keptMessageOf(error));
    throw error;
  }
}

const SETTINGS = {
  ...REWRITE_SETTINGS,
  // ClickHouse would look for what follows from chains of comparisons, which takes longer than the comparison of postings.
  optimize_and_compare_chain: 0,
} as const;
/** ClickHouse would put the steps of a title together again, which takes longer than to compute them one by one. */
const STEPWISE = { query_plan_merge_expressions: 0 } as const;
const run = (clickhouse: ClickHouseClient, sql: string, params: BoundParams, settings = {}) =>
  runCommand(clickhouse, sql, params, { ...SETTINGS, ...settings });

async function countOf(clickhouse: ClickHouseClient, from: string, params: BoundParams): Promise<number> {
  return (await askOf(clickhouse)(`SELECT count() AS n FROM ${from}`, Counted, params))[0]?.n ?? 0;
}

/** Versions grow, whatever the clocks say. An index skips what is older than now. */
const NEXT_VERSION = `toUnixTimestamp64Milli(greatest(now64(3, 'UTC'),
  (SELECT max(version) FROM job_prints WHERE version >= now64(3, 'UTC')),
  (SELECT max(version) FROM job_groups WHERE version >= now64(3, 'UTC'))) + toIntervalMillisecond(1))`;
/** @returns the version of rows that are made now, Unix ms */
export async function nextVersion(clickhouse: ClickHouseClient): Promise<number> {
  return (await askOf(clickhouse)(`SELECT ${NEXT_VERSION} AS n`, Counted, {}))[0]?.n ?? 0;
}

const Standing = z.object({ touched: Count, compared: Count, version: Count });
/** `compared` is 0 where nothing is yet: a migration that changes what is compared empties the table. */
const STANDING = `SELECT (SELECT count() FROM ${CHANGES}) AS touched,
  (SELECT count() FROM (SELECT 1 FROM job_prints LIMIT 1)) AS compared, ${NEXT_VERSION} AS version`;
/** What a pass begins with, in one statement. @param since Unix ms @param through Unix ms */
async function standingOf(clickhouse: ClickHouseClient, since: number, through: number) {
  const [standing] = await askOf(clickhouse)(STANDING, Standing, { since, through });
  if (!standing) throw new Error("a statement without a table answered no row");
  return standing;
}

interface Done {
  postings: number;
  changed: number;
  held: number;
  isDone: boolean;
}

async function matchTouched(
  services: RegroupServices,
  since: number,
  through: number,
  postings: number,
  version: number,
): Promise<Done> {
  const { clickhouse } = services;
  if (postings === 0) return { postings, changed: 0, held: 0, isDone: true };
  const range = { since, through };
  await run(clickhouse, insertPostings(OF_TOUCHED), { ...range, version });
  await namesOfPass(clickhouse, version);
  await run(clickhouse, INSERT_PRINTS_OF_PASS, { version }, STEPWISE);
  // The areas are noted before the old rows are deleted, because a posting that moved leaves its old group.
  await run(clickhouse, INSERT_AREAS, { ...range, version });
  const touched = { ...range, version };
  // A deletion that finds nothing costs as much as one that does.
  if ((await countOf(clickhouse, AREAS_WITH_OLD, { version })) > 0)
    await run(clickhouse, `${DELETE_OLD_PRINTS} AND ${areasOfPass(HAS_OLD)} AND id IN ${TOUCHED}`, touched);
  await run(clickhouse, insertCandidatesOf(TOUCHED, OF_AREAS), touched);
  await run(clickhouse, insertPairsOfPass(postings), touched);
  await run(clickhouse, INSERT_AREAS_OF_PAIRS, touched);
  await run(clickhouse, deleteOldPairs(TOUCHED), touched);
  const regrouped: Areas = { sql: OF_REGROUPED, params: { version } };
  return { postings, ...(await regroup(services, regrouped, version)), isDone: true };
}

/** A hash of which the first 32 bits are these, as text. */
const edge = (at: number): string => (BigInt(at) << 32n).toString();

/**
 * Does steps of a run over all postings until its turn is over.
 * @param begun how far the run is; `startedAt` is the version of its first rows
 * @param end of the turn, Unix ms
 * @param size of a step, in postings
 */
async function matchAll(
  services: MatchServices,
  begun: Pick<FactRefresh, "through" | "startedAt" | "rows">,
  end: number,
  size: number,
): Promise<Done> {
  const { clickhouse, whole, clock } = services;
  const { through } = begun;
  const postings = await countOf(clickhouse, "job_facts", {});
  const areas = Math.max(1, Math.floor(HALF / Math.max(1, Math.ceil(postings / size))));
  const done: Done = { postings, changed: 0, held: 0, isDone: false };
  let { startedAt, rows: at } = begun;
  while (at < WHOLE) {
    const version = await nextVersion(clickhouse);
    if (at === 0) startedAt = version;
    if (at < HALF) {
      at = await comparePrints(clickhouse, at, size, version);
      // Postings that are no longer there have no newer row.
      if (at === HALF) await run(clickhouse, DELETE_OLD_PRINTS, { version: startedAt });
    } else {
      const to = Math.min(HALF, at - HALF + areas);
      const range = { from: edge(at - HALF), to: (BigInt(edge(to)) - 1n).toString() };
      await run(clickhouse, INSERT_PAIRS_OF_RANGE, { ...range, version });
      await run(clickhouse, DELETE_OLD_PAIRS_OF_RANGE, { ...range, version });
      const { changed, held } = await regroup(services, { sql: AREA_RANGE, params: range }, version);
      done.changed += changed;
      done.held += held;
      at = HALF + to;
    }
    await whole.save({ through, startedAt, finishedAt: clock.now(), rows: at });
    if (clock.now() > end) break;
  }
  return { ...done, isDone: at >= WHOLE };
}

/**
 * Makes the rows of job_prints for the next postings.
 * @param from second of their first sighting
 * @returns the second that the next step begins with
 */
async function comparePrints(
  clickhouse: ClickHouseClient,
  from: number,
  size: number,
  version: number,
): Promise<number> {
  const [last] = await askOf(clickhouse)(END_OF_SLICE, Counted, { from: from || EARLIEST, size });
  const next = last ? Math.min(HALF, Math.max(from, last.n) + 1) : HALF;
  const bounds = { from: from || EARLIEST, to: next === HALF ? LATEST : next };
  const counted = await countOf(clickhouse, POSTINGS_OF_SLICE, { ...bounds, parts: 1, part: 0 });
  const parts = Math.max(1, Math.ceil(counted / (2 * size)));
  for (let part = 0; part < parts; part++) {
    const slice = { ...bounds, parts, part };
    await learnNames(clickhouse, POSTINGS_OF_SLICE, slice);
    await run(clickhouse, insertPrintsOf(POSTINGS_OF_SLICE), { ...slice, version });
    await run(clickhouse, `${DELETE_OLD_PRINTS} AND id IN ${SLICE_IDS}`, { ...slice, version });
  }
  return next;
}
