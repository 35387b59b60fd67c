/** Runs a kind of task without a ledger, and kills it where a test wants: its checkpoints stay, as those of a ledger do. */
import { createLogger } from "../../../shared/log.ts";
import type { RunningTask, TaskKind } from "../../../workers/tasks/kind.ts";
import type { TaskServices } from "../../../workers/tasks/task-services.ts";

export class Killed extends Error {}

export interface KindRun {
  id?: string;
  input: unknown;
  services: Partial<TaskServices>;
  actor?: string;
  caller?: RunningTask<unknown, unknown>["caller"];
  /** Called before each checkpoint is kept (`before`) and after it is (`after`); it throws to kill the task. */
  at?(place: "before" | "after", checkpoint: number): void;
}

/** A task that is tried until it ends. `checkpoints` counts those that were kept. */
export function kindRun(kind: TaskKind, { id = TASK_ID, input, services, ...rest }: KindRun) {
  const kept: { cursor: unknown; body: string | null }[] = [];
  const progress: [number, number | null][] = [];
  let attempt = 0;
  const once = async () => {
    attempt++;
    const last = kept.at(-1);
    const task = {
      id,
      input: kind.input.parse(input),
      attempt,
      actor: rest.actor ?? "lin",
      owner: { ownerId: "lin", departmentId: null },
      caller: rest.caller ?? { reach: { kind: "all" }, sees_recruiters: true },
      services: {
        clock: { now: Date.now, sleep: async () => {} },
        logger: createLogger({}, { write: () => {} }),
        redact: (text: string) => text,
        tasks: { ledger: () => ({ get: async () => null }) },
        ...services,
      } as unknown as TaskServices,
      signal: new AbortController().signal,
      resumed: last ? { seq: kept.length, ...structuredClone(last) } : null,
      progress: (done: number, total: number | null = null) => void progress.push([done, total]),
      async checkpoint(cursor: unknown, body?: string) {
        rest.at?.("before", kept.length);
        kept.push({ cursor: JSON.parse(JSON.stringify(cursor)), body: body ?? null });
        rest.at?.("after", kept.length - 1);
      },
      later() {
        throw new Later();
      },
      check: () => {},
    } satisfies RunningTask<unknown, unknown>;
    return kind.run(task);
  };
  return {
    kept,
    progress,
    once,
    /** Tries again after each kill, and looks again where the task gives itself back. */
    async toEnd(maxTries = 200): Promise<Record<string, unknown> | undefined> {
      for (let tries = 0; tries < maxTries; tries++) {
        try {
          return await once();
        } catch (error) {
          if (!(error instanceof Killed || error instanceof Later)) throw error;
        }
      }
      throw new Error("the task does not come to an end");
    },
  };
}

class Later extends Error {}

/** Has the form of a task's id. */
export const TASK_ID = "019a0000-0000-8f04-8000-000000000001";
export const OTHER_TASK_ID = "019a0000-0000-8f04-8000-000000000002";
