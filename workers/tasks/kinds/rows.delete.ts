/**
 * Removes postings: those collected by mistake, or by a legal request. Without `confirm` it only counts them. Search, figures
 * and exports leave a removed posting out; `rows.restore` brings it back unless it was erased.
 */
import { z } from "zod";
import {
  CHOSEN_ROWS,
  CONFIRM,
  REASON,
  REMOVAL_NEEDS,
  type RowCursor,
  refineChosen,
  workOnConfirmed,
} from "../chosen-rows.ts";
import { defineTaskKind } from "../kind.ts";

const Input = z
  .strictObject({
    ...CHOSEN_ROWS,
    reason: REASON,
    may_return: z
      .boolean()
      .default(false)
      .describe("A crawl that sees a posting again brings it back; else it stays away"),
    erase: z
      .boolean()
      .default(false)
      .describe("Also deletes what is stored of it, as sent and as read; that cannot be undone"),
    confirm: CONFIRM,
  })
  .superRefine((input, context) => {
    refineChosen(input, context);
    if (input.erase && input.may_return)
      context.addIssue({
        code: "custom",
        path: ["may_return"],
        message: "excludes erase: a crawl would not store again what it knows as unchanged",
      });
  });

export const deleteRows = defineTaskKind<z.output<typeof Input>, RowCursor>({
  name: "rows.delete",
  queue: "batch_processing",
  needs: REMOVAL_NEEDS,
  title: { en: "Remove postings", zh: "删除职位" },
  input: Input,
  async run(task) {
    const { id, input, services, actor } = task;
    const { reason, may_return: mayReturn, erase } = input;
    const counted = await workOnConfirmed(task, "removed", (page, at) =>
      services.rows.remove(id, page, { at, by: actor, reason, mayReturn, erase }),
    );
    if (counted.dry_run) return counted;
    const removed = await services.rows.removed(id);
    return { ...counted, removed, erased: erase ? removed : 0 };
  },
});
