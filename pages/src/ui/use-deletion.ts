/** Deletes a record and offers to undo it. */
import { useMutation } from "@tanstack/react-query";
import { useTexts } from "../i18n/texts.ts";
import { useFailureNotice } from "./failure-notice.tsx";
import { useUndoNotice } from "./undo-notice.tsx";

interface DeletionCalls<T> {
  idOf: (item: T) => string;
  nameOf: (item: T) => string;
  remove: (id: string) => Promise<unknown>;
  restore: (id: string) => Promise<unknown>;
  onRestored?: (item: T) => void;
  /** Asks the API again after either call. */
  onSettled: () => unknown;
}

export function useDeletion<T>({ idOf, nameOf, remove, restore, onRestored, onSettled }: DeletionCalls<T>) {
  const { t } = useTexts();
  const onError = useFailureNotice();
  const offerUndo = useUndoNotice();
  const restoring = useMutation({
    mutationFn: (item: T) => restore(idOf(item)),
    onSuccess: (_, item) => onRestored?.(item),
    onError,
    onSettled,
  });
  const removing = useMutation({
    mutationFn: (item: T) => remove(idOf(item)),
    onSuccess: (_, item) =>
      offerUndo(`undo-${idOf(item)}`, t("app.deleted", { name: nameOf(item) }), () => restoring.mutate(item)),
    onError,
    onSettled,
  });
  return {
    remove: (item: T) => removing.mutate(item),
    restore: (item: T) => restoring.mutate(item),
  };
}
