/**
 * Runs backfills: the missed slots of a span, one after the other, each once. They go on in the tick, and the ledger says
 * which slots are left, so that a Worker that dies loses nothing.
 */
import { MAX_BACKFILL_SLOTS } from "../../shared/contracts/schedule.ts";
import { slotsBetween } from "../../shared/domain/schedule/slots.ts";
import { ApiError } from "../../shared/errors/codes.ts";
import { fieldError } from "../../shared/errors/validation.ts";
import type { ScheduleBackfill, ScheduleSlot } from "../db/schedule-schema.ts";
import { withLock } from "../with-lock.ts";
import type { BackfillSpan, SlotOfRow } from "./backfill-store.ts";
import type { ScheduledJob } from "./job.ts";
import { type Dispatch, endDead, runClaimed, runDue } from "./run-schedule.ts";
import type { ScheduleServices } from "./schedule-services.ts";

/** One tick runs a backfill for this long; the next one goes on. */
const RUN_MS = 40_000;
/** Number of slots that a preview names. */
const SAMPLE = 20;
/** Maximum number of backfills of one schedule that a list shows. */
const MAX_LISTED = 50;

export interface BackfillPreview {
  count: number;
  /** The first ones, Unix ms. */
  sample: number[];
  /** Unix ms; null when there are none. */
  last: number | null;
}

export interface Backfills {
  /** Counts the slots that a backfill would run. @throws ApiError validation_failed when there are too many */
  preview(span: BackfillSpan): Promise<BackfillPreview>;
  /** Begins one; the next tick runs it. @throws ApiError invalid_state when nothing is to run, or one goes on */
  start(span: BackfillSpan, by: string): Promise<ScheduleBackfill>;
  list(schedule: string): Promise<ScheduleBackfill[]>;
  /** Leaves the rest of the slots as they are. @throws ApiError not_found or invalid_state */
  cancel(schedule: string, id: string): Promise<ScheduleBackfill>;
}

export function createBackfills(services: Pick<ScheduleServices, "clock" | "backfillStore">): Backfills {
  const { clock, backfillStore: store } = services;
  const preview = async (span: BackfillSpan): Promise<BackfillPreview> => {
    const found: BackfillPreview = { count: 0, sample: [], last: null };
    const rows = await store.rows(span, 0, MAX_BACKFILL_SLOTS + 1);
    for (const row of rows)
      for (const slot of slotsOf(row, span.fromAt - 1, span.toAt)) {
        found.count++;
        found.last = slot;
        if (found.sample.length < SAMPLE) found.sample.push(slot);
        if (found.count > MAX_BACKFILL_SLOTS)
          throw fieldError("to", `holds more than ${MAX_BACKFILL_SLOTS} slots; choose a shorter span`);
      }
    return found;
  };

  return {
    preview,
    async start(span, by) {
      const { count } = await preview(span);
      if (count === 0) throw new ApiError("invalid_state", "no missed slot lies in this span");
      const others = await store.running();
      if (others.some(({ schedule }) => schedule === span.schedule))
        throw new ApiError(
          "invalid_state",
          `a backfill of ${span.schedule} goes on; wait for it or cancel it`,
        );
      const now = clock.now();
      const backfill: ScheduleBackfill = {
        ...span,
        id: crypto.randomUUID(),
        state: "running",
        ...{ total: count, done: 0, failed: 0, position: null },
        ...{ createdBy: by, createdAt: now, updatedAt: now, finishedAt: null },
      };
      await store.create(backfill);
      return backfill;
    },
    list: (schedule) => store.list(schedule, MAX_LISTED),
    async cancel(schedule, id) {
      const backfill = await store.find(id);
      if (backfill?.schedule !== schedule) throw new ApiError("not_found", `no backfill ${id}`);
      if (!(await store.end(backfill, "cancelled", clock.now())))
        throw new ApiError("invalid_state", "the backfill has ended");
      return (await store.find(id)) ?? backfill;
    },
  };
}

/** Goes on with all backfills that are not finished; those of different schedules run beside each other. */
export async function resumeBackfills(
  services: ScheduleServices,
  jobs: readonly ScheduledJob[],
  requestId: string,
): Promise<void> {
  const running = await services.backfillStore.running();
  await Promise.all(
    running.map(async (backfill) => {
      const logger = services.logger.child({ request_id: requestId, schedule: backfill.schedule });
      const dispatch = { services, jobs, requestId: `${requestId}/backfill`, logger };
      const lock = services.lock(`schedule:${backfill.schedule}`);
      await withLock(lock, dispatch.requestId, logger, () => runBackfill(dispatch, backfill));
    }),
  );
}

async function runBackfill(dispatch: Dispatch, { id }: ScheduleBackfill): Promise<void> {
  const { services, logger } = dispatch;
  const { backfillStore: store, clock } = services;
  const until = clock.now() + RUN_MS;
  while (clock.now() < until) {
    const backfill = await store.find(id);
    const state = backfill && (await services.schedules.state(backfill.schedule));
    if (!state || backfill.state !== "running") return;
    // The backfill holds the lock of the schedule, so nobody else could run the slots that are due meanwhile.
    await runDue(dispatch, state);
    const open = await store.open(backfill);
    if (open) await endDead(dispatch, state, open);
    const next = await nextOf(services, backfill);
    if (next === null || state.deletedAt !== null) {
      await store.end(backfill, next === null ? "done" : "cancelled", clock.now());
      logger.info("backfill.ended", { backfill: id });
      return;
    }
    if (!(await store.claim(next, id, dispatch.requestId, clock.now()))) continue;
    const outcome = await runClaimed(dispatch, state, next.slot);
    await store.passed(id, next.slot, outcome === "failed", clock.now());
  }
}

/** @returns the next slot to run, in its row */
async function nextOf(
  { backfillStore }: Pick<ScheduleServices, "backfillStore">,
  backfill: ScheduleBackfill,
): Promise<SlotOfRow | null> {
  const after = Math.max(backfill.position ?? 0, backfill.fromAt - 1);
  const [row] = await backfillStore.rows(backfill, after, 1);
  if (!row) return null;
  const slot = slotsOf(row, after, backfill.toAt).next().value ?? null;
  if (slot === null) return null;
  const end = row.toAt ?? row.slotAt;
  const earlier = [...slotsOf(row, row.slotAt - 1, slot - 1)];
  const before = earlier.length === 0 ? null : { to: earlier.at(-1) ?? row.slotAt, count: earlier.length };
  const left = row.count - 1 - earlier.length;
  const from = slotsOf(row, slot, end).next().value ?? null;
  return { row, slot, before, after: from === null ? null : { from, count: left } };
}

/** @returns the slots of a row within (after, until] */
function* slotsOf(row: ScheduleSlot, after: number, until: number): Generator<number, undefined> {
  if (row.toAt === null || row.timing === null) {
    if (row.slotAt > after && row.slotAt <= until) yield row.slotAt;
    return;
  }
  yield* slotsBetween(row.timing, Math.max(after, row.slotAt - 1), Math.min(until, row.toAt));
}
