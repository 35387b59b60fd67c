/** A kind of task for the simulation: it counts, checkpoints after each number, and fails in every way. */
import { z } from "zod";
import type { TaskQueue } from "../../../shared/contracts/task.ts";
import { defineTaskKind, TaskFailure, type TaskKind } from "../../../workers/tasks/kind.ts";
import type { World } from "../world.ts";

const Input = z.strictObject({ to: z.number().int() });
const Cursor = z.object({ at: z.number() });
const CLASSES = ["network", "server", "unexpected", "blocked", "conflict", "not-found"] as const;
/** A body beyond this lies in R2. */
const LARGE = "x".repeat(100_001);

export const COUNT = "numbers.count";
/** The same in another queue: tasks of one queue wait for tasks of the other. */
export const COUNT_ELSEWHERE = "numbers.count-elsewhere";

export const countingTask = (world: World, name: string, queue: TaskQueue): TaskKind =>
  defineTaskKind<z.output<typeof Input>, z.output<typeof Cursor>>({
    name,
    queue,
    needs: [],
    title: { en: "Count", zh: "计数" },
    input: Input,
    async run(task) {
      const { chance } = world;
      const from = task.resumed === null ? 0 : Cursor.parse(task.resumed.cursor).at;
      for (let at = from + 1; at <= task.input.to; at++) {
        await task.services.clock.sleep(
          world.isCalm ? 100 : chance.happens(0.05) ? 90_000 : chance.between(50, 3000),
        );
        task.progress(at, task.input.to);
        if (world.isCalm || !chance.happens(0.08)) {
          await task.checkpoint({ at }, chance.happens(0.02) ? LARGE : undefined);
          continue;
        }
        if (chance.happens(0.3)) task.later(world.now + chance.between(1000, 600_000));
        if (chance.happens(0.2)) throw new Error("an error in the code of the task");
        const errorClass = chance.pick(CLASSES) ?? "network";
        throw new TaskFailure(errorClass, errorClass, "as simulated");
      }
      return { counted: task.input.to };
    },
  });
