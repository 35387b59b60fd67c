/** The actions on dead letters. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { DEAD_LETTERS_KEY, discardDeadLetter, replayDeadLetter } from "../../api/dead-letters.ts";
import type { DeadLetter } from "../../api/types.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { useFailureNotice } from "../../ui/failure-notice.tsx";
import { useConfirm } from "../../ui/use-confirm.ts";
import { texts } from "./texts.ts";

export type DeadLetterActions = ReturnType<typeof useDeadLetterActions>;

export function useDeadLetterActions() {
  const { t, language } = useTexts(texts);
  const { message } = App.useApp();
  const confirm = useConfirm();
  const notifyFailure = useFailureNotice();
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: DEAD_LETTERS_KEY });

  const replay = useMutation({
    mutationFn: (letter: Pick<DeadLetter, "id">) => replayDeadLetter(letter.id),
    onSuccess: () => void message.success(t("ingest.replayed")),
    onError: notifyFailure,
    onSettled,
  });
  const discard = useMutation({
    mutationFn: (letter: Pick<DeadLetter, "id">) => discardDeadLetter(letter.id),
    onSuccess: () => void message.success(t("ingest.discarded")),
    onError: notifyFailure,
    onSettled,
  });

  return {
    replay: (letter: Pick<DeadLetter, "id">) => replay.mutate(letter),
    discard: (letter: Pick<DeadLetter, "id" | "received">) =>
      confirm({
        title: t("ingest.discardTitle"),
        content: t("ingest.discardHint", { rows: formatCount(letter.received, language) }),
        okText: t("ingest.discard"),
        onOk: () => discard.mutate(letter),
      }),
  };
}
