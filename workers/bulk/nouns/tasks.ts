/** Bulk actions on tasks. */
import type { BulkFilter, BulkRequest } from "../../../shared/contracts/bulk.ts";
import type { TaskPriority } from "../../../shared/contracts/task.ts";
import type { TaskAction } from "../../../shared/contracts/task-ledger.ts";
import { TASK_QUEUES } from "../../../shared/contracts/vocabulary.ts";
import { queueOfTask } from "../../../shared/domain/task-id.ts";
import type { Tasks } from "../../tasks/tasks.ts";
import { actByPlace, type BulkNounRules, DONE, readCursor, refusal } from "../bulk-noun.ts";

const STRATEGIES = {
  retry: "RETRY",
  resume: "RESUME",
  restart: "RESTART",
  skip: "SKIP",
  recover: "auto",
} as const;

function actionOf({ action, priority }: BulkRequest): TaskAction {
  if (action === "cancel") return { kind: "cancel" };
  if (action === "set_priority") return { kind: "set-priority", priority: priority as TaskPriority };
  return { kind: "recover", strategy: STRATEGIES[action as keyof typeof STRATEGIES] };
}

/** @param kinds with what each needs: bringing a task back does what creating it did */
export const bulkTasks = ({ ledger, kinds }: Pick<Tasks, "ledger" | "kinds">): BulkNounRules => ({
  read: { route: "GET /api/v1/tasks", scope: "tasks:read" },
  need: (action) => ({
    route: action === "cancel" ? "POST /api/v1/tasks/{id}/cancel" : "POST /api/v1/tasks/{id}/recover",
    scope: "tasks:write",
  }),
  owned: true,

  async select({ filter }, { reach }, cursor, limit) {
    const { queue, ...conditions } = filter as BulkFilter<"tasks">;
    const queues = queue ? [queue] : TASK_QUEUES;
    const [at, before] = readCursor<[number, string | null]>(cursor, [0, null]);
    const name = queues[at];
    if (!name) return { ids: [], cursor: null };
    const given = Object.fromEntries(Object.entries(conditions).filter(([, value]) => value !== undefined));
    const ids = await ledger(name).ids({ ...given, reach }, limit, before ?? undefined);
    if (ids.length === limit) return { ids, cursor: JSON.stringify([at, ids.at(-1)]) };
    return { ids, cursor: at + 1 < queues.length ? JSON.stringify([at + 1, null]) : null };
  },

  act(request, { actor, reach, may }, ids) {
    const action = actionOf(request);
    const runsAgain = action.kind === "recover" && action.strategy !== "SKIP";
    const barred = runsAgain
      ? kinds.filter(({ needs }) => needs.some((need) => !may(need))).map(({ name }) => name)
      : [];
    return actByPlace(ids, queueOfTask, async (queue, own) => {
      const results = await ledger(queue).actMany(own, action, actor, reach, barred);
      return results.map((result) => (result.ok ? DONE : refusal(result.message)));
    });
  },
});
