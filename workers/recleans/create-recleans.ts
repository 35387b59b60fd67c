/** Re-cleans for the API, the queue and the schedule. */
import type { DataType, Platform } from "../../shared/contracts/platform.ts";
import {
  CANCELLABLE_STATES,
  CHECKED_DAYS,
  NO_COUNTS,
  type RecleanState,
  UNDOABLE_STATES,
} from "../../shared/contracts/recleans.ts";
import { ApiError } from "../../shared/errors/codes.ts";
import { DAY_MS } from "../../shared/time.ts";
import type { RecleanRecord } from "../db/reclean-schema.ts";
import { STANDS_STILL_MS } from "../step.ts";
import type {
  ChangePosition,
  ChangeQuery,
  ChangeReader,
  CorrectionRow,
  RecleanChangeRow,
} from "./read-changes.ts";
import type { RecleanPosition } from "./reclean-store.ts";
import { type RecleanServices, runReclean } from "./run-reclean.ts";
import { SUBJECTS } from "./targets.ts";

export interface WantedReclean {
  platform: Platform;
  dataType: DataType;
  firstDay: string;
  lastDay: string;
  /** Percent of the keys that the dry run checks. */
  sample: number;
}

export interface Recleans {
  /** Begins a dry run. @throws ApiError invalid_state while another run of these rows moves */
  create(wanted: WantedReclean, by: string, cause: string): Promise<RecleanRecord>;
  list(limit: number, after?: RecleanPosition): Promise<RecleanRecord[]>;
  find(id: string): Promise<RecleanRecord | null>;
  changes(
    run: RecleanRecord,
    query: Pick<ChangeQuery, "kind" | "field">,
    limit: number,
    after?: ChangePosition,
  ): Promise<RecleanChangeRow[]>;
  /** Corrections of one posting, the newest first. */
  corrections(platform: Platform, jobKey: string): Promise<CorrectionRow[]>;
  /** Writes what the dry run found; after a sample, checks all rows first. @throws ApiError invalid_state */
  start(run: RecleanRecord, by: string, cause: string): Promise<RecleanRecord>;
  /** @throws ApiError invalid_state */
  cancel(run: RecleanRecord): Promise<RecleanRecord>;
  /** Writes the old values back. @throws ApiError invalid_state */
  undo(run: RecleanRecord, by: string, cause: string): Promise<RecleanRecord>;
  /** Moves one run on, in the queue's consumer. */
  run(id: string, timeMs: number): Promise<void>;
  /** Wakes runs that stand still. @returns their number */
  resume(): Promise<number>;
}

/** A run that begins anew with its first key. */
const FIRST_KEY = { afterKey: "", keysDone: 0, keysTotal: null, attempts: 0, error: null };

export function createRecleans(services: RecleanServices & { reader: ChangeReader }): Recleans {
  const { store, clock, reader, entry } = services;
  const parserVersion = (platform: Platform, dataType: DataType) =>
    entry(platform, "web", dataType).adapter.parserVersion;

  /** @throws ApiError invalid_state when the run has left these states */
  async function decide(
    { id }: RecleanRecord,
    from: readonly RecleanState[],
    change: Parameters<typeof store.decide>[2],
    what: string,
  ): Promise<RecleanRecord> {
    const decided = await store.decide(id, from, change);
    const now = await store.find(id);
    if (!now || !decided)
      throw new ApiError("invalid_state", `cannot ${what}: it is ${now?.state ?? "gone"}`);
    return now;
  }

  return {
    async create(wanted, createdBy, cause) {
      const record = await store.add({
        ...wanted,
        id: crypto.randomUUID(),
        parserVersion: parserVersion(wanted.platform, wanted.dataType),
        state: "checking",
        counts: NO_COUNTS,
        createdBy,
        createdAt: clock.now(),
      });
      await services.wake(record.id, cause);
      return record;
    },
    list: (limit, after) => store.list(limit, after),
    find: (id) => store.find(id),
    changes: ({ id: run, dataType }, query, limit, after) =>
      reader.changes(
        { ...query, run, tables: SUBJECTS[dataType].targets.map(({ table }) => table) },
        limit,
        after,
      ),
    corrections: (platform, jobKey) => reader.corrections(platform, jobKey),
    async start(run, startedBy, cause) {
      const now = clock.now();
      if (run.state === "checked") {
        if (run.parserVersion !== parserVersion(run.platform, run.dataType))
          throw new ApiError("invalid_state", "the parser has changed since the dry run; begin a new one");
        if ((run.checkedAt ?? 0) < now - CHECKED_DAYS * DAY_MS)
          throw new ApiError(
            "invalid_state",
            `the dry run is older than ${CHECKED_DAYS} days; begin a new one`,
          );
      }
      const isSample = run.sample < 100;
      const started = await decide(
        run,
        ["checked"],
        {
          ...FIRST_KEY,
          // After a sample, all keys are checked first.
          ...(isSample && { sample: 100, counts: NO_COUNTS, fields: [] }),
          state: isSample ? "checking" : "applying",
          confirmed: true,
          startedBy,
          startedAt: now,
          updatedAt: now,
        },
        "start",
      );
      await services.wake(run.id, cause);
      return started;
    },
    async cancel(run) {
      const at = clock.now();
      return decide(run, CANCELLABLE_STATES, { state: "cancelled", finishedAt: at, updatedAt: at }, "cancel");
    },
    async undo(run, undoneBy, cause) {
      if (run.startedAt === null) throw new ApiError("invalid_state", "cannot undo: it has written nothing");
      const later = await store.later(run);
      if (later) throw new ApiError("invalid_state", `cannot undo: undo the later run ${later.id} first`);
      const at = clock.now();
      const undoing = await decide(
        run,
        UNDOABLE_STATES,
        {
          ...FIRST_KEY,
          state: "undoing",
          counts: { ...run.counts, restored: 0 },
          undoneBy,
          // Its mark must be newer than that of the correction, whatever the clocks of two isolates say.
          undoneAt: Math.max(at, run.startedAt + 1),
          finishedAt: null,
          updatedAt: at,
        },
        "undo",
      );
      await services.wake(run.id, cause);
      return undoing;
    },
    run: (id, timeMs) => runReclean(services, id, timeMs),
    async resume() {
      const stale = await store.stale(clock.now() - STANDS_STILL_MS);
      for (const { id } of stale) await services.wake(id, "it stood still");
      return stale.length;
    },
  };
}
