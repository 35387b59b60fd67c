/** Creates tasks: the kind checks the input and decides the queue. */
import type { Clock } from "../../shared/clock.ts";
import { MAX_DELAY_MS, NewTask, type TaskQueue } from "../../shared/contracts/task.ts";
import type {
  CreatedTask,
  TaskLedgerApi,
  TaskResult,
  TaskToCreate,
} from "../../shared/contracts/task-ledger.ts";
import { ApiError } from "../../shared/errors/codes.ts";
import { fieldError, problemsOf, validationError } from "../../shared/errors/validation.ts";
import { checkInput, findKind, inputJson } from "./check-input.ts";
import type { KnownKind, TaskHistory, Tasks } from "./tasks.ts";

/** Maximum number of tasks in one call to a ledger, which keeps its transaction short. */
const PER_CALL = 500;

/** @throws ApiError for what the ledger refused */
function orThrow<T>(made: TaskResult<T>): T {
  if (made.ok) return made.value;
  // Which of them: an id out of the creator's reach is told as one that is not there.
  if (made.code === "not_found") throw fieldError("depends_on", made.message);
  throw new ApiError(made.code, made.message);
}

export function createTasks({
  kinds,
  ledger,
  history,
  clock,
}: {
  kinds: readonly KnownKind[];
  ledger: (queue: TaskQueue) => TaskLedgerApi;
  history: TaskHistory;
  clock: Clock;
}): Tasks {
  /** @throws ApiError validation_failed */
  function check(task: NewTask): { queue: TaskQueue; wanted: TaskToCreate } {
    const parsed = NewTask.safeParse(task);
    if (!parsed.success) throw validationError(problemsOf(parsed.error, "task"));
    const { kind: name, input, key, order_key, run_at, depends_on, ...rest } = parsed.data;
    const kind = findKind(kinds, name);
    const json = inputJson(checkInput(kind, input));
    if (run_at !== undefined && run_at > clock.now() + MAX_DELAY_MS)
      throw fieldError("run_at", "is more than 366 days ahead");
    const wanted: TaskToCreate = {
      kind: name,
      input: json,
      key: key ?? null,
      order_key: order_key ?? null,
      run_at: run_at ?? null,
      depends_on,
      ...rest,
    };
    return { queue: kind.queue, wanted };
  }

  return {
    kinds,
    ledger,
    history,
    async create(task, creator) {
      const { queue, wanted } = check(task);
      const [made] = await ledger(queue).create([wanted], creator);
      if (!made) throw new Error("nothing was answered for a new task");
      return orThrow(made);
    },
    async createAndRead(task, creator) {
      const { queue, wanted } = check(task);
      return orThrow(await ledger(queue).createOne(wanted, creator));
    },
    async createMany(tasks, creator) {
      const checked = tasks.map(check);
      const queue = checked[0]?.queue;
      if (queue === undefined) return [];
      if (checked.some((one) => one.queue !== queue))
        throw fieldError("kind", "is not one of the same queue");
      const results: TaskResult<CreatedTask>[] = [];
      for (let from = 0; from < checked.length; from += PER_CALL) {
        const part = checked.slice(from, from + PER_CALL).map(({ wanted }) => wanted);
        results.push(...(await ledger(queue).create(part, creator)));
      }
      return results;
    },
    async createBatch(name, kind, creator) {
      return ledger(findKind(kinds, kind).queue).createBatch(name, kind, creator);
    },
  };
}
