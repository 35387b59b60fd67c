/**
 * Brings `job_facts` up to date with what was stored since the last time. Safe to repeat, and after a crash: rows are
 * inserted under a new version, then those of an older version are deleted; the next refresh begins where the last
 * complete one began.
 */
import type { ClickHouseClient } from "@clickhouse/client-web";
import { z } from "zod";
import type { Clock } from "../../shared/clock.ts";
import { keptMessageOf } from "../../shared/errors/message-of.ts";
import type { Logger } from "../../shared/log.ts";
import { runCommand } from "../clickhouse/command.ts";
import { type BoundParams, Count, runQuery } from "../clickhouse/query.ts";
import type { SkillPublisher } from "../skills/publish-dictionary.ts";
import { type HeldLock, runAlone } from "../with-lock.ts";
import { MAX_GAP_MS, OVERLAP_MS, REWRITE_SETTINGS } from "./job-changes.ts";
import {
  CHANGE_ALL,
  CHANGE_POSTINGS_OF_COMPANIES,
  CHANGE_RETURNING,
  COUNT_CHANGES,
  DELETE_OLD_FACTS,
  INSERT_FACTS,
  MOVE_LAST_SEEN,
  TOUCHED,
} from "./job-facts-sql.ts";
import { keepCurrent, type RefreshStore } from "./refresh-store.ts";

/** Postings that one statement makes anew; more take several, so that none runs into the time limit. */
const POSTINGS_PER_STATEMENT = 100_000;

export interface RefreshServices {
  clickhouse: ClickHouseClient;
  store: RefreshStore;
  lock: HeldLock;
  skills: SkillPublisher;
  /** When ClickHouse last confirmed rows, Unix ms; null when none is known. */
  newestStored(): Promise<number | null>;
  clock: Clock;
  logger: Pick<Logger, "warn">;
}

export type RefreshReport =
  | { skipped: "current" | "running elsewhere" }
  | { skipped: null; content: number; days: number; ms: number };

const Changes = {
  sql: COUNT_CHANGES,
  params: z.strictObject({ since: z.number().int() }),
  row: z.object({
    through: z.coerce.number().int(),
    companies: Count,
    returning: Count,
    content: Count,
    days: z.array(z.iso.date()),
  }),
};

/**
 * @param owner of the lock: the request's id
 * @param force refreshes also when nothing is known to have changed
 * @throws ClickHouseUnavailable, ClickHouseRejected; the next call does the same again
 */
export async function refreshFacts(
  services: RefreshServices,
  owner: string,
  force = false,
): Promise<RefreshReport> {
  const { store, lock, newestStored, skills, clock, logger } = services;
  const last = await store.read();
  if (!force && last !== null && last.error === null) {
    // No query may wake a ClickHouse that sleeps while nothing comes.
    const stored = await newestStored();
    const isOld = stored === null || stored + OVERLAP_MS < last.startedAt;
    if (isOld && (await skills.isPublished())) {
      await keepCurrent(store, last, clock.now());
      return { skipped: "current" };
    }
  }
  return runAlone(lock, owner, logger, () => refresh(services));
}

async function countChanges(clickhouse: ClickHouseClient, since: number) {
  const [changes] = await runQuery(clickhouse, Changes, { since });
  if (!changes) throw new Error("ClickHouse answered no count");
  return changes;
}

async function refresh({ clickhouse, store, skills, clock }: RefreshServices): Promise<RefreshReport> {
  const run = (query: string, params: BoundParams = {}) =>
    runCommand(clickhouse, query, params, REWRITE_SETTINGS);
  // Read under the lock: whoever held it before has saved by now.
  const last = await store.read();
  try {
    const startedAt = clock.now();
    const gap = last === null ? 0 : startedAt - last.finishedAt;
    const changeAll = () => run(CHANGE_ALL);
    if (gap > MAX_GAP_MS) await changeAll();
    // The first refresh makes every row anyway.
    await skills.publish(last === null ? async () => {} : changeAll);
    const since = last === null ? 0 : last.through - OVERLAP_MS;
    let changes = await countChanges(clickhouse, since);
    if (changes.companies > 0) await run(CHANGE_POSTINGS_OF_COMPANIES, { since });
    if (changes.returning > 0) await run(CHANGE_RETURNING, { since });
    if (changes.companies + changes.returning > 0) changes = await countChanges(clickhouse, since);
    const { through, content, days } = changes;
    const range = { since, through };
    // Versions grow with every refresh, whatever ClickHouse's clock says.
    const version = Math.max(through, (last?.through ?? 0) + 1);
    const parts = Math.ceil(content / POSTINGS_PER_STATEMENT);
    for (let part = 0; part < parts; part++) {
      const share = { ...range, version, parts, part };
      await skills.classifyNew(TOUCHED, { ...range, parts, part });
      await run(INSERT_FACTS, share);
      await run(DELETE_OLD_FACTS, share);
    }
    for (const day of days) await run(MOVE_LAST_SEEN, { ...range, day });
    const finishedAt = clock.now();
    const isUnchanged = last !== null && content === 0 && days.length === 0;
    // Whoever computes from the table sees by `through` whether it has changed.
    await store.save({ through: isUnchanged ? last.through : version, startedAt, finishedAt, rows: content });
    return { skipped: null, content, days: days.length, ms: finishedAt - startedAt };
  } catch (error) {
    await store.fail(keptMessageOf(error));
    throw error;
  }
}
