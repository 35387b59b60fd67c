/** Deletes a record after a question, offers to undo it, and restores what was deleted earlier. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { refreshPeople } from "../api/people.ts";
import { useTexts } from "../i18n/texts.ts";
import { useFailureNotice } from "./failure-notice.tsx";
import { useUndoNotice } from "./undo-notice.tsx";
import { useConfirm } from "./use-confirm.ts";

interface RemovalCalls<T> {
  nameOf: (item: T) => string;
  remove: (id: string) => Promise<unknown>;
  restore: (id: string) => Promise<unknown>;
  /** What the deletion means. */
  hint: string;
}

export function useRemoval<T extends { id: string }>({ nameOf, remove, restore, hint }: RemovalCalls<T>) {
  const { t } = useTexts();
  const { message } = App.useApp();
  const confirm = useConfirm();
  const notifyFailure = useFailureNotice();
  const offerUndo = useUndoNotice();
  const client = useQueryClient();
  const onSettled = () => refreshPeople(client);

  const restoring = useMutation({
    mutationFn: ({ id }: T) => restore(id),
    onSuccess: (_, item) => void message.success(t("app.restored", { name: nameOf(item) })),
    onError: notifyFailure,
    onSettled,
  });
  const removing = useMutation({
    mutationFn: ({ id }: T) => remove(id),
    onSuccess: (_, item) =>
      offerUndo(`undo-${item.id}`, t("app.deleted", { name: nameOf(item) }), () => restoring.mutate(item)),
    onError: notifyFailure,
    onSettled,
  });

  return {
    remove: (item: T) =>
      confirm({
        title: t("app.deleteTitle", { name: nameOf(item) }),
        content: hint,
        okText: t("app.delete"),
        onOk: () => removing.mutate(item),
      }),
    restore: (item: T) => restoring.mutate(item),
  };
}
