/**
 * Finds the postings of one job among all postings, after job_facts was refreshed: those that changed against all others,
 * or, the first time and after a long gap, all of them in steps. A run goes on where it was killed, and may do a step twice.
 */
import type { ClickHouseClient } from "@clickhouse/client-web";
import { z } from "zod";
import type { Clock } from "../../shared/clock.ts";
import { keptMessageOf } from "../../shared/errors/message-of.ts";
import type { Logger } from "../../shared/log.ts";
import { DAY_MS, MINUTE_MS } from "../../shared/time.ts";
import { runCommand } from "../clickhouse/command.ts";
import { type BoundParams, Count, runQuery } from "../clickhouse/query.ts";
import type { RefreshStore } from "../facts/refresh-store.ts";
import { type HeldLock, withLock } from "../with-lock.ts";
import { learnNames } from "./learn-names.ts";
import {
  AREA_RANGE,
  DELETE_OLD_PAIRS_OF_RANGE,
  deleteOldPairs,
  INSERT_PAIRS_OF_RANGE,
  insertPairsOf,
} from "./pairs-sql.ts";
import { hashOf, insertPrints } from "./prints-sql.ts";
import { type RegroupServices, regroup } from "./regroup.ts";

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

/** As a refresh of job_facts does, a run looks back over changes that may have become visible late. */
const OVERLAP_MS = MINUTE_MS;
/** Changes are kept for 7 days; after a longer gap all postings are compared. */
const MAX_GAP_MS = 6 * DAY_MS;
/** More changed postings than this are compared faster by comparing all. */
const MAX_TOUCHED = 100_000;
/** Postings of one step of a run over all: what a step reads fits into memory, and a step takes seconds. */
const POSTINGS_PER_STEP = 80_000;
/** A run over all is cut by the first 16 bits of a hash: half of the way are the postings, half the areas. */
const HALF = 2 ** 16;
export const WHOLE = 2 * HALF;
/** A run ends its turn after this, to be continued by the next. */
const TURN_MS = 40_000;
const SETTINGS = { insert_deduplicate: 0, lightweight_delete_mode: "lightweight_update_force" } as const;

const BETWEEN =
  "changed_at > fromUnixTimestamp64Milli({since:Int64}) AND changed_at <= fromUnixTimestamp64Milli({through:Int64})";
const TOUCHED_KEYS = `SELECT platform, job_key FROM job_changes WHERE ${BETWEEN} AND seen_day IS NULL`;
const TOUCHED = `(SELECT ${hashOf} FROM (${TOUCHED_KEYS}))`;
const OF_TOUCHED = `(platform, job_key) IN (${TOUCHED_KEYS})`;
const OF_SLICE = `bitShiftRight(${hashOf}, 48) >= {from:UInt32} AND bitShiftRight(${hashOf}, 48) < {to:UInt32}`;
const DELETE_OLD_PRINTS =
  "DELETE FROM job_prints WHERE version < fromUnixTimestamp64Milli({version:Int64}, 'UTC')";

const AnyParams = z.custom<BoundParams>();
const Counted = z.object({ n: Count });
const AreaRow = z.object({ area: z.coerce.string() });

/**
 * @param owner of the lock: the request's id
 * @param turnMs time after which a run over all ends its turn; a step more is done
 * @throws ClickHouseUnavailable, ClickHouseRejected; the next call goes on
 */
export async function matchJobs(
  services: MatchServices,
  owner: string,
  turnMs = TURN_MS,
): Promise<MatchReport> {
  const { facts, store, whole, lock, logger } = services;
  const [current, last, all] = await Promise.all([facts.read(), store.read(), whole.read()]);
  if (current === null) return { skipped: "no facts" };
  const isUnderWay = all !== null && all.rows < WHOLE;
  if (!isUnderWay && last?.through === current.through && last.error === null) return { skipped: "current" };
  const held = await withLock(lock, owner, logger, () => match(services, turnMs));
  return held.heldBy === null ? held.value : { skipped: "running elsewhere" };
}

async function match(services: MatchServices, turnMs: number): Promise<MatchReport> {
  const { clickhouse, facts, store, whole, clock } = services;
  const startedAt = clock.now();
  const [current, last, all] = await Promise.all([facts.read(), store.read(), whole.read()]);
  if (current === null) return { skipped: "no facts" };
  const through = current.through;
  try {
    const isUnderWay = all !== null && all.rows < WHOLE;
    const since = (last?.through ?? 0) - OVERLAP_MS;
    const touched = isUnderWay
      ? 0
      : await countOf(clickhouse, `job_changes WHERE ${BETWEEN} AND seen_day IS NULL`, { since, through });
    const isTooMuch = last === null || startedAt - last.finishedAt > MAX_GAP_MS || touched > MAX_TOUCHED;
    const report =
      isUnderWay || isTooMuch
        ? await matchAll(services, startedAt, turnMs)
        : await matchTouched(services, since, through, touched);
    const finishedAt = clock.now();
    if (report.isDone) {
      const done = isUnderWay ? all.through : through;
      await store.save({ through: done, startedAt, finishedAt, rows: report.postings });
    }
    return { skipped: null, ...report, ms: finishedAt - startedAt };
  } catch (error) {
    if (last === null)
      await store.save({ through: 0, startedAt, finishedAt: 0, rows: 0 }, keptMessageOf(error));
    else await store.fail(keptMessageOf(error));
    throw error;
  }
}

const run = (clickhouse: ClickHouseClient, sql: string, params: BoundParams) =>
  runCommand(clickhouse, sql, params, SETTINGS);

async function countOf(clickhouse: ClickHouseClient, from: string, params: BoundParams): Promise<number> {
  const query = { sql: `SELECT count() AS n FROM ${from}`, params: AnyParams, row: Counted };
  return (await runQuery(clickhouse, query, params))[0]?.n ?? 0;
}

/** Versions grow, whatever the clocks say. */
export async function nextVersion(clickhouse: ClickHouseClient): Promise<number> {
  const sql = `SELECT toUnixTimestamp64Milli(greatest(now64(3, 'UTC'),
      (SELECT max(version) FROM job_prints), (SELECT max(version) FROM job_groups)) + toIntervalMillisecond(1)) AS n`;
  return (await runQuery(clickhouse, { sql, params: AnyParams, row: Counted }, {}))[0]?.n ?? 0;
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
): Promise<Done> {
  const { clickhouse } = services;
  if (postings === 0) return { postings, changed: 0, held: 0, isDone: true };
  const range = { since, through };
  const version = await nextVersion(clickhouse);
  await learnNames(clickhouse, OF_TOUCHED, range);
  await run(clickhouse, insertPrints(OF_TOUCHED), { ...range, version });
  await run(clickhouse, `${DELETE_OLD_PRINTS} AND id IN ${TOUCHED}`, { ...range, version });
  // Areas of the pairs as they were belong to it: a posting that moved leaves its old group.
  const areasBefore = await areasOf(clickhouse, range);
  await run(clickhouse, insertPairsOf(TOUCHED), { ...range, version });
  await run(clickhouse, deleteOldPairs(TOUCHED), { ...range, version });
  const areas = [...new Set([...areasBefore, ...(await areasOf(clickhouse, range))])];
  if (areas.length === 0) return { postings, changed: 0, held: 0, isDone: true };
  const { changed, held } = await regroup(
    services,
    { sql: "area IN (SELECT toUInt64(arrayJoin({areas:Array(String)})))", params: { areas } },
    version,
  );
  return { postings, changed, held, isDone: true };
}

/** Areas in which the touched postings have pairs or groups. */
async function areasOf(clickhouse: ClickHouseClient, range: BoundParams): Promise<string[]> {
  const sql = `SELECT toString(area) AS area FROM (SELECT DISTINCT area FROM (
      SELECT area FROM job_pairs WHERE a IN ${TOUCHED} OR b IN ${TOUCHED}
      UNION ALL SELECT area FROM job_groups FINAL WHERE group_id != 0 AND ${OF_TOUCHED}))`;
  const rows = await runQuery(clickhouse, { sql, params: AnyParams, row: AreaRow }, range);
  return rows.map(({ area }) => area);
}

const edge = (at: number): string => (BigInt(at) << 48n).toString();

/** Does steps of a run over all postings until its time is over. */
async function matchAll(services: MatchServices, startedAt: number, turnMs: number): Promise<Done> {
  const { clickhouse, facts, whole, clock } = services;
  const kept = await whole.read();
  const isNew = kept === null || kept.rows >= WHOLE;
  const through = isNew ? ((await facts.read())?.through ?? 0) : kept.through;
  const begunAt = isNew ? startedAt : kept.startedAt;
  const postings = await countOf(clickhouse, "job_facts", {});
  const slice = Math.max(1, Math.floor(HALF / Math.max(1, Math.ceil(postings / POSTINGS_PER_STEP))));
  const done: Done = { postings, changed: 0, held: 0, isDone: false };
  let at = isNew ? 0 : kept.rows;
  while (at < WHOLE) {
    const isPrints = at < HALF;
    const from = isPrints ? at : at - HALF;
    const to = Math.min(HALF, from + slice);
    const version = await nextVersion(clickhouse);
    if (isPrints) {
      await learnNames(clickhouse, OF_SLICE, { from, to });
      await run(clickhouse, insertPrints(OF_SLICE), { from, to, version });
      await run(
        clickhouse,
        `${DELETE_OLD_PRINTS} AND bitShiftRight(id, 48) >= {from:UInt32} AND bitShiftRight(id, 48) < {to:UInt32}`,
        { from, to, version },
      );
    } else {
      const range = { from: edge(from), to: (BigInt(edge(to)) - 1n).toString() };
      await run(clickhouse, INSERT_PAIRS_OF_RANGE, { ...range, version });
      await run(clickhouse, DELETE_OLD_PAIRS_OF_RANGE, { ...range, version });
      const { changed, held } = await regroup(services, { sql: AREA_RANGE, params: range }, version);
      done.changed += changed;
      done.held += held;
    }
    at = (isPrints ? 0 : HALF) + to;
    await whole.save({ through, startedAt: begunAt, finishedAt: clock.now(), rows: at });
    if (clock.now() - startedAt > turnMs) break;
  }
  return { ...done, isDone: at >= WHOLE };
}
