/** Deletes a record after a question, offers to undo it, and restores what was deleted earlier. */
import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { refreshPeople } from "../api/people.ts";
import { useTexts } from "../i18n/texts.ts";
import { useConfirm } from "./use-confirm.ts";
import { useDeletion } from "./use-deletion.ts";

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
  const client = useQueryClient();
  const deletion = useDeletion<T>({
    idOf: ({ id }) => id,
    nameOf,
    remove,
    restore,
    onRestored: (item) => void message.success(t("app.restored", { name: nameOf(item) })),
    onSettled: () => refreshPeople(client),
  });

  return {
    remove: (item: T) =>
      confirm({
        title: t("app.deleteTitle", { name: nameOf(item) }),
        content: hint,
        okText: t("app.delete"),
        onOk: () => deletion.remove(item),
      }),
    restore: deletion.restore,
  };
}
