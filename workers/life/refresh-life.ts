/**
 * Brings the life of postings (X11) up to date: decides new complete crawls, records what happened, derives states and
 * chains, and makes the changed rows of job_facts anew. A pass that died anywhere is repeated by the next one, which
 * begins where the last complete one began, finds the same events and records those that are missing.
 */
import type { ClickHouseClient } from "@clickhouse/client-web";
import { z } from "zod";
import type { Clock } from "../../shared/clock.ts";
import { keptMessageOf } from "../../shared/errors/message-of.ts";
import type { Logger } from "../../shared/log.ts";
import { HOUR_MS } from "../../shared/time.ts";
import { runCommand } from "../clickhouse/command.ts";
import { type BoundParams, Count, instantSql, runQuery } from "../clickhouse/query.ts";
import { MAX_GAP_MS } from "../facts/job-changes.ts";
import { CHANGE_ALL } from "../facts/job-facts-sql.ts";
import { keepCurrent, type RefreshStore } from "../facts/refresh-store.ts";
import { type HeldLock, runAlone } from "../with-lock.ts";
import { INSERT_CHAINS } from "./chains-sql.ts";
import { DECIDE_CRAWLS } from "./crawls-sql.ts";
import {
  COUNT_TOUCHED,
  INSERT_ASKED,
  INSERT_CHANGES,
  INSERT_FIRST,
  INSERT_LIFE,
  INSERT_STATES,
} from "./events-sql.ts";

/** Postings that one statement looks at; more take several, so that none runs into the time limit. */
const POSTINGS_PER_STATEMENT = 200_000;
/**
 * Passes go on for this long after the last rows were stored: the export of crawls comes by the hour, and a crawl counts
 * only when its rows have arrived. Then ClickHouse may sleep.
 */
const AFTER_ROWS_MS = 3 * HOUR_MS;
/** A repeated event replaces itself; the window would only cost time. */
const SETTINGS = { insert_deduplicate: 0 } as const;

export interface LifeServices {
  clickhouse: ClickHouseClient;
  store: RefreshStore;
  lock: HeldLock;
  /** Makes job_facts current. */
  refreshFacts(owner: string): Promise<unknown>;
  /** When ClickHouse last confirmed rows, Unix ms; null when none is known. */
  newestStored(): Promise<number | null>;
  clock: Clock;
  logger: Pick<Logger, "warn">;
}

export type LifeReport =
  | { skipped: "current" | "running elsewhere" }
  | { skipped: null; crawls: number; events: number; ms: number };

const Touched = {
  sql: COUNT_TOUCHED,
  params: z.strictObject({ since: z.number().int() }),
  row: z.object({ through: z.coerce.number().int(), postings: Count }),
};
const Done = {
  sql: `SELECT
      (SELECT count() FROM complete_crawls WHERE decided_at = ${instantSql("version")}) AS crawls,
      (SELECT count() FROM job_events WHERE recorded_at = ${instantSql("version")}) AS events`,
  params: z.strictObject({ version: z.number().int() }),
  row: z.object({ crawls: Count, events: Count }),
};

/**
 * @param owner of the locks: the request's id
 * @param force also when nothing is known to have come in
 * @throws ClickHouseUnavailable, ClickHouseRejected; the next call does the same again
 */
export async function refreshLife(services: LifeServices, owner: string, force = false): Promise<LifeReport> {
  const { store, lock, newestStored, clock, logger } = services;
  const last = await store.read();
  if (!force && last !== null && last.error === null) {
    const stored = await newestStored();
    if (stored === null || stored + AFTER_ROWS_MS < last.startedAt) {
      await keepCurrent(store, last, clock.now());
      return { skipped: "current" };
    }
  }
  return runAlone(lock, owner, logger, () => refresh(services, owner));
}

async function refresh(services: LifeServices, owner: string): Promise<LifeReport> {
  const { clickhouse, store, clock, refreshFacts } = services;
  const run = (query: string, params: BoundParams = {}) => runCommand(clickhouse, query, params, SETTINGS);
  const last = await store.read();
  try {
    const startedAt = clock.now();
    if (last !== null && startedAt - last.finishedAt > MAX_GAP_MS) await run(CHANGE_ALL);
    const since = last?.through ?? 0;
    // Chains compare what job_facts says of postings.
    await refreshFacts(owner);
    const [touched] = await runQuery(clickhouse, Touched, { since });
    if (!touched) throw new Error("ClickHouse answered no count");
    const { through, postings } = touched;
    const version = Math.max(through, since + 1);
    const range = { since, through, version };
    await run(DECIDE_CRAWLS, { now: startedAt, version });
    const parts = Math.max(1, Math.ceil(postings / POSTINGS_PER_STATEMENT));
    for (let part = 0; part < parts; part++) {
      const share = { ...range, parts, part };
      for (const statement of [INSERT_FIRST, INSERT_CHANGES, INSERT_ASKED, INSERT_STATES])
        await run(statement, share);
      await run(INSERT_LIFE, { since, version, parts, part });
    }
    await run(INSERT_CHAINS, { since, version });
    const [done = { crawls: 0, events: 0 }] = await runQuery(clickhouse, Done, { version });
    await refreshFacts(owner);
    const finishedAt = clock.now();
    await store.save({ through: version, startedAt, finishedAt, rows: done.events });
    return { skipped: null, ...done, ms: finishedAt - startedAt };
  } catch (error) {
    await store.fail(keptMessageOf(error));
    throw error;
  }
}
