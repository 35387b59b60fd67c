/** Takes back what a task of `rows.delete` or `rows.update` did, whether it ended or was stopped half-way. */
import { z } from "zod";
import { TaskId } from "../../../shared/contracts/task.ts";
import { queueOfTask } from "../../../shared/domain/task-id.ts";
import { eachPage, REMOVAL_NEEDS, type RowCursor } from "../chosen-rows.ts";
import { defineTaskKind, TaskFailure } from "../kind.ts";

const Input = z.strictObject({ task: TaskId.describe("The task of rows.delete or rows.update") });

export const restoreRows = defineTaskKind<z.output<typeof Input>, RowCursor>({
  name: "rows.restore",
  queue: "batch_processing",
  // It brings rows back that somebody wanted gone.
  needs: REMOVAL_NEEDS,
  title: { en: "Undo a removal or correction of postings", zh: "撤销职位的删除或更正" },
  input: Input,
  async run(task) {
    const { id, input, services, actor } = task;
    const { total } = await eachPage(
      task,
      async () => {
        const queue = queueOfTask(input.task);
        const source = queue && (await services.tasks.ledger(queue).get(input.task));
        if (source && source.task.ended_at === null)
          throw new TaskFailure(
            "conflict",
            "still_open",
            `task ${input.task} has not ended: cancel it first`,
          );
        const listed = await services.rows.listEdited(id, input.task);
        if (listed === 0)
          throw new TaskFailure(
            "not-found",
            "nothing_to_restore",
            `task ${input.task} removed or corrected no posting that can be restored`,
          );
        return listed;
      },
      (page, at) => services.rows.restore(id, page, input.task, at, actor),
    );
    const { removals, corrections } = await services.rows.restored(input.task);
    return { postings: total, removals, corrections };
  },
});
