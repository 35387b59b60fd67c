/** Deletes after a question, offers to undo, and brings back what was deleted earlier. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { refreshPeople } from "../api/people.ts";
import { useTexts } from "../i18n/texts.ts";
import { useFailureNotice } from "./failure-notice.tsx";
import { useUndoNotice } from "./undo-notice.tsx";

interface RemovalCalls<T> {
  nameOf: (item: T) => string;
  remove: (id: string) => Promise<unknown>;
  restore: (id: string) => Promise<unknown>;
  /** What the deletion means. */
  hint: string;
}

export function useRemoval<T extends { id: string }>({ nameOf, remove, restore, hint }: RemovalCalls<T>) {
  const { t } = useTexts();
  const { modal, message } = App.useApp();
  const notifyFailure = useFailureNotice();
  const offerUndo = useUndoNotice();
  const client = useQueryClient();

  const bringBack = useMutation({
    mutationFn: ({ id }: T) => restore(id),
    onSuccess: (_, item) => void message.success(t("app.restored", { name: nameOf(item) })),
    onError: notifyFailure,
    onSettled: () => refreshPeople(client),
  });
  const takeAway = useMutation({
    mutationFn: ({ id }: T) => remove(id),
    onSuccess: (_, item) =>
      offerUndo(`undo-${item.id}`, t("app.deleted", { name: nameOf(item) }), () => bringBack.mutate(item)),
    onError: notifyFailure,
    onSettled: () => refreshPeople(client),
  });

  return {
    remove: (item: T) =>
      void modal.confirm({
        title: t("app.deleteTitle", { name: nameOf(item) }),
        content: hint,
        okText: t("app.delete"),
        okButtonProps: { danger: true, "data-testid": "confirm" },
        onOk: () => takeAway.mutate(item),
      }),
    restore: (item: T) => bringBack.mutate(item),
  };
}
