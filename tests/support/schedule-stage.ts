/** Services of the tick over a given D1, with locks in this process and everything else at rest. */
import { acquire, holderOf, newLock, release, renew } from "../../durable-objects/lock/lease.ts";
import type { Clock } from "../../shared/clock.ts";
import type { LockApi } from "../../shared/contracts/lock.ts";
import { createLogger } from "../../shared/log.ts";
import type { BlobStore } from "../../shared/storage.ts";
import type { Database } from "../../workers/db/run-batch.ts";
import { createBackfillStore } from "../../workers/schedule/backfill-store.ts";
import type { ScheduleServices } from "../../workers/schedule/schedule-services.ts";
import { createScheduleStore } from "../../workers/schedule/schedule-store.ts";
import { createSlotStore } from "../../workers/schedule/slot-store.ts";

/** Locks with the rules of the Lock object. */
export function memoryLocks(clock: Pick<Clock, "now">): (name: string) => LockApi {
  const locks = new Map<string, LockApi>();
  return (name) => {
    const known = locks.get(name);
    if (known) return known;
    const state = newLock();
    const made: LockApi = {
      acquire: async (owner, ttlMs) => acquire(state, owner, ttlMs, clock.now()),
      renew: async (owner, fence, ttlMs) => renew(state, owner, fence, ttlMs, clock.now()),
      release: async (owner, fence) => release(state, owner, fence, clock.now()),
      status: async () => holderOf(state, clock.now()),
    };
    locks.set(name, made);
    return made;
  };
}

/** @param tasks gets the tasks that schedules create */
export function scheduleStage(
  db: Database,
  clock: Clock,
  store: Pick<BlobStore, "list" | "delete">,
  tasks: { kind: string; key: string }[] = [],
): ScheduleServices {
  return {
    clock,
    store,
    logger: createLogger({}, { write: () => {} }),
    schedules: createScheduleStore(db),
    slots: createSlotStore(db),
    backfillStore: createBackfillStore(db),
    async createTask(task) {
      if (!tasks.some(({ key }) => key === task.key)) tasks.push(task);
      return { id: `task of ${task.key}` };
    },
    lock: memoryLocks(clock),
    allLedgers: () => [],
    companyQueue: { everyMinutes: 5, run: async () => ({ collected: 0, released: 0, exported: 0 }) },
    identity: {
      permissions: { syncIfOutdated: async () => {} },
      audit: { deleteBefore: async () => 0 },
      cleanUp: async () => ({ sessions: 0, verifications: 0, signInFailures: 0, apiKeys: 0 }),
    },
    uploadWatch: {
      export: async () => 0,
      watch: async () => ({ skipped: "not here" }),
      deleteFindingsBefore: async () => 0,
    },
    seenRebuilds: { run: async () => 0 },
    dataSet: { start: async () => null, resume: async () => false },
    exports: {
      resume: async () => ({ woken: 0, ended: 0 }),
      cleanUp: async () => ({ files: 0, records: 0 }),
    },
    jobFacts: { refresh: async () => ({ skipped: "current" }) },
    companyLinks: { run: async () => ({ skipped: "current" }) },
    jobLives: { refresh: async () => ({ skipped: "current" }) },
    jobMatches: { run: async () => ({ skipped: "current" }) },
    recleans: { resume: async () => 0 },
    metrics: {
      now: async () => ({ at: clock.now(), samples: [] }),
      record: async () => ({ samples: 0, inserted: 0, kept: false, dropped: 0 }),
    },
    quality: { measure: async () => ({ skipped: "current" }) },
    figures: {
      refresh: async () => ({ skipped: "current" }),
      check: async () => ({ checked: 0, differences: [] }),
    },
    alerts: {
      run: async () => ({ skipped: "running elsewhere" }),
      deliver: async () => ({ skipped: "running elsewhere" }),
      report: async () => 0,
      deleteBefore: async () => 0,
    },
    spool: {
      sweep: async () => ({ looked: 0, registered: 0, deleted: 0, damaged: 0 }),
      cleanUp: async () => 0,
    },
    fleet: { unsentSamples: async () => ({ samples: [], dropped: 0 }), samplesSent: async () => {} },
    insertNodeMetrics: async () => {},
    insertCoverage: async () => {},
    insertTaskRuns: async () => {},
    taskLedgers: () => [],
    taskFiles: { deleteBefore: async () => 0 },
    bulkActions: { deleteBefore: async () => 0 },
    removeLogoOrphans: async () => 0,
    dictionaries: { request: async () => 0, run: async () => null },
    webhooks: { resume: async () => ({ woken: false, notices: 0 }), deleteBefore: async () => 0 },
    subscriptions: { run: async () => ({ skipped: "running elsewhere" }), deleteBefore: async () => 0 },
    emitEvents: async () => {},
  };
}
