/** Decides, offers to undo it, and undoes what was decided earlier. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useTexts } from "../../i18n/texts.ts";
import { useFailureNotice } from "../../ui/failure-notice.tsx";
import { useUndoNotice } from "../../ui/undo-notice.tsx";
import { texts } from "./texts.ts";

interface DecisionCalls<Choice> {
  /** The queries that a decision changes. */
  queryKey: readonly string[];
  decide: (choice: Choice) => Promise<{ id: string }>;
  undo: (id: string) => Promise<unknown>;
  /** Says what was decided. */
  doneText: (choice: Choice) => string;
}

export function useDecisions<Choice>({ queryKey, decide, undo, doneText }: DecisionCalls<Choice>) {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const onError = useFailureNotice();
  const offerUndo = useUndoNotice();
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey });
  const undoing = useMutation({
    mutationFn: undo,
    onSuccess: () => void message.success(t("matches.undone")),
    onError,
    onSettled,
  });
  const deciding = useMutation({
    mutationFn: decide,
    onSuccess: ({ id }, choice) => offerUndo(`undo-${id}`, doneText(choice), () => undoing.mutate(id)),
    onError,
    onSettled,
  });
  return { decide: deciding.mutate, isDeciding: deciding.isPending, undo: undoing.mutate };
}
