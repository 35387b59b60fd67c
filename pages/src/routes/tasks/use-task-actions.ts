/** The actions on a task. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import {
  cancelTask,
  hasEnded,
  type RecoverBody,
  recoverTask,
  TASKS_KEY,
  type TaskView,
} from "../../api/tasks.ts";
import { useTexts } from "../../i18n/texts.ts";
import { useFailureNotice } from "../../ui/failure-notice.tsx";
import { useConfirm } from "../../ui/use-confirm.ts";
import { texts } from "./texts.ts";
import { useKindTitle } from "./use-kind-title.ts";

export type Strategy = RecoverBody["strategy"];

/** Lists what a person can do with a task in its state; the ledger decides in the end. */
export function strategiesOf({ state, manual }: Pick<TaskView, "state" | "manual">): Strategy[] {
  if (state === "failed")
    return manual
      ? ["RETRY", "RESUME", "RESTART", "SKIP"]
      : ["auto", "RETRY", "RESUME", "RESTART", "SKIP", "MANUAL"];
  if (state === "retrying") return ["RETRY", "RESTART", "SKIP", "MANUAL"];
  if (state === "cancelled" || state === "skipped") return ["RETRY", "RESUME", "RESTART"];
  return hasEnded({ state }) || state === "running" ? [] : ["SKIP"];
}

export function useTaskActions() {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const titleOf = useKindTitle();
  const confirm = useConfirm();
  const onError = useFailureNotice();
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: TASKS_KEY });
  const cancelling = useMutation({
    mutationFn: ({ id }: TaskView) => cancelTask(id),
    onSuccess: ({ state }) =>
      void message.success(t(state === "cancelled" ? "tasks.cancelledNow" : "tasks.cancelsSoon")),
    onError,
    onSettled,
  });
  const recovering = useMutation({
    mutationFn: ({ task, ...body }: { task: TaskView } & RecoverBody) => recoverTask(task.id, body),
    onSuccess: ({ strategy }) =>
      void message.success(t("tasks.recovered", { strategy: t(`tasks.strategy.${strategy}`) })),
    onError,
    onSettled,
  });
  return {
    cancel: (task: TaskView) =>
      confirm({
        title: t("tasks.cancelTitle", { kind: titleOf(task.kind) }),
        content: t("tasks.cancelHint"),
        okText: t("tasks.cancel"),
        onOk: () => cancelling.mutate(task),
      }),
    recover: (task: TaskView, strategy: Strategy, checkpoint?: number) =>
      recovering.mutate({ task, strategy, ...(checkpoint !== undefined && { checkpoint }) }),
  };
}
