/** The published data set for the API, the queue and the schedule. */
import { DataSetFileName, KEPT_SNAPSHOTS } from "../../shared/contracts/data-set.ts";
import type { LockApi } from "../../shared/contracts/lock.ts";
import { chinaDayOf } from "../../shared/domain/china-day.ts";
import { keptMessageOf } from "../../shared/errors/message-of.ts";
import type { Logger } from "../../shared/log.ts";
import { withLock } from "../with-lock.ts";
import type { DataSet } from "./data-set.ts";
import { dataSetKey, nextStep, type PublishServices, takeStep } from "./publish.ts";
import type { SnapshotStore } from "./snapshot-store.ts";

interface Parts extends PublishServices {
  store: SnapshotStore;
  lock: LockApi;
  logger: Logger;
  /** Wakes the consumer that takes the next step. */
  wake(cause: string): Promise<void>;
}

/** Snapshots that are listed: those with files, and as many that failed or expired. */
const MAX_LISTED = 2 * KEPT_SNAPSHOTS;
/** Steps in a row that may fail: the job that wakes the snapshot comes every five minutes. */
const MAX_ATTEMPTS = 10;

export function createDataSet(parts: Parts): DataSet {
  const { store, files, rows, source, clock, logger } = parts;

  const list = () => store.list(MAX_LISTED);

  async function expireOld(): Promise<void> {
    const published = (await list()).filter(({ state }) => state === "done");
    for (const { day } of published.slice(KEPT_SNAPSHOTS)) {
      for (const name of DataSetFileName.options) await files.delete(dataSetKey(day, name));
      await rows.drop(day);
      await store.save(day, { state: "expired", updatedAt: clock.now() });
    }
  }

  async function step(): Promise<boolean> {
    const snapshot = await store.running();
    if (snapshot === null) return false;
    const { day } = snapshot;
    try {
      const change = await takeStep(parts, snapshot, async () => (await store.before(day))?.day ?? null);
      const next = nextStep(snapshot.step);
      const at = clock.now();
      const ended = next === null ? ({ state: "done", finishedAt: at } as const) : { step: next };
      await store.save(day, { ...change, ...ended, attempts: 0, error: null, updatedAt: at });
      logger.info("data-set.step", { day, step: snapshot.step, state: next === null ? "done" : "running" });
      if (next === null) await expireOld();
      return next !== null;
    } catch (error) {
      const told = keptMessageOf(error);
      const attempts = snapshot.attempts + 1;
      const at = clock.now();
      const failed = attempts >= MAX_ATTEMPTS ? ({ state: "failed", finishedAt: at } as const) : {};
      await store.save(day, { error: told, attempts, updatedAt: at, ...failed });
      if (failed.state && snapshot.stage !== null)
        await source.drop({ name: snapshot.stage, subject: "jobs" });
      logger.error("data-set.step-failed", { day, step: snapshot.step, error: told });
      return false;
    }
  }

  return {
    async start(cause) {
      const now = clock.now();
      const day = chinaDayOf(now);
      const isNew = await store.start(day, now);
      if (isNew) await parts.wake(cause);
      return isNew ? day : null;
    },
    list,
    find: (day) => store.find(day),
    read: (day, file) => files.read(dataSetKey(day, file)),
    async resume() {
      const running = await store.running();
      if (running !== null) await parts.wake("it goes on");
      return running !== null;
    },
    async run() {
      const held = await withLock(parts.lock, crypto.randomUUID(), logger, step);
      if (held.heldBy === null && held.value) await parts.wake("next step");
    },
  };
}
