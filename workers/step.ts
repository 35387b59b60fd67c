/**
 * Long work that goes on in steps. A step runs under a lock, saves its progress with the lock's fence, and ends when its
 * time is up; the next one goes on after the last saved progress, also when the Worker died in between.
 */
import type { Clock } from "../shared/clock.ts";
import type { LockApi } from "../shared/contracts/lock.ts";
import { keptMessageOf } from "../shared/errors/message-of.ts";
import type { Logger } from "../shared/log.ts";
import { MINUTE_MS } from "../shared/time.ts";
import { ClickHouseRejected } from "./clickhouse/errors.ts";
import { withLock } from "./with-lock.ts";

/** Steps that end without any progress, one after another, before the work fails. */
const MAX_ATTEMPTS = 6;
/** Work stands still when its record was not written for this long: a step writes it with each part of its progress. */
export const STANDS_STILL_MS = 2 * MINUTE_MS;

/** The step ends here: the work was ended, another step has taken over, or the time is up. */
export class StepEnds extends Error {
  readonly why: "taken" | "time";

  constructor(why: "taken" | "time") {
    super(`the step ends: ${why}`);
    this.why = why;
  }
}

/** The work can't be done; a further step would fail in the same way. */
export class StepFails extends Error {}

interface StepRecord {
  /** Steps since the last progress. */
  attempts: number;
  error: string | null;
  /** Unix ms. */
  updatedAt: number;
}
type Change<R> = Partial<Omit<R, "id" | "fence">> | Partial<StepRecord>;

export abstract class Step<R extends StepRecord> {
  record: R;
  protected readonly fence: number;
  readonly #clock: Pick<Clock, "now">;
  /** Unix ms. */
  readonly #until: number;

  /** @param timeMs a step that makes progress after this time leaves the rest to the next one */
  constructor(record: R, fence: number, clock: Pick<Clock, "now">, timeMs: number) {
    this.record = record;
    this.fence = fence;
    this.#clock = clock;
    this.#until = clock.now() + timeMs;
  }

  /** @returns false when the work has ended or a later step has written */
  protected abstract write(change: Change<R> & { updatedAt: number }): Promise<boolean>;

  /** @throws StepEnds when the work has ended or has another holder */
  async save(change: Change<R>): Promise<void> {
    const updatedAt = this.#clock.now();
    if (!(await this.write({ ...change, updatedAt }))) throw new StepEnds("taken");
    this.record = { ...this.record, ...change, updatedAt };
  }

  /** Saves progress; a step that made some may fail again as often as the first. @throws StepEnds */
  async progress(change: Change<R>): Promise<void> {
    await this.save({ ...change, attempts: 0 });
    if (this.#clock.now() >= this.#until) throw new StepEnds("time");
  }
}

interface StepWork<R> {
  /** What the record says while the step runs. */
  begun?: Change<R>;
  /** Does what is left of the work. */
  work(): Promise<void>;
  /** Ends the work as failed. */
  fail(error: string): Promise<void>;
  warn(error: string): void;
}

/**
 * Does what is left of the work. An error that a further step would meet too ends it, and so does a row of steps without
 * progress; other errors are kept in the record, and the next step goes on from the last saved progress.
 * @returns true when the time was up
 */
export async function attemptStep<R extends StepRecord>(
  step: Step<R>,
  { begun, work, fail, warn }: StepWork<R>,
): Promise<boolean> {
  const { attempts, error: lastError } = step.record;
  try {
    await step.save({ ...begun, attempts: attempts + 1 });
    if (attempts >= MAX_ATTEMPTS)
      throw new StepFails(lastError ?? `${MAX_ATTEMPTS} steps ended without progress`);
    await work();
  } catch (error) {
    if (error instanceof StepEnds) return error.why === "time";
    const told = keptMessageOf(error);
    warn(told);
    if (error instanceof StepFails || error instanceof ClickHouseRejected) await fail(told);
    else await step.save({ error: told }).catch(() => undefined);
  }
  return false;
}

interface StepServices {
  lock(name: string): LockApi;
  /** Wakes the consumer that runs the next step. */
  wake(id: string, cause: string): Promise<void>;
  logger: Logger;
}

/**
 * Runs a step unless one is running, and wakes the next one when its time was up.
 * @param kind of the work, for the name of the lock
 * @param run takes the fence. @returns true when the time was up
 */
export async function runStep(
  services: StepServices,
  kind: string,
  id: string,
  run: (fence: number) => Promise<boolean>,
): Promise<void> {
  const lock = services.lock(`${kind}:${id}`);
  const held = await withLock(lock, crypto.randomUUID(), services.logger, run);
  if (held.heldBy === null && held.value) await services.wake(id, "time is up");
}
