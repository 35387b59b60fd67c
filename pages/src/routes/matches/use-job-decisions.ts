/** Decides about postings, offers to undo it, and undoes what was decided earlier. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import type { Platform } from "../../../../shared/contracts/platform.ts";
import { decideJobs, JOB_MATCHES_KEY, undoJobDecision } from "../../api/job-matches.ts";
import { useTexts } from "../../i18n/texts.ts";
import { useFailureNotice } from "../../ui/failure-notice.tsx";
import { useUndoNotice } from "../../ui/undo-notice.tsx";
import { texts } from "./job-texts.ts";

interface Row {
  platform: Platform;
  job_key: string;
}
export interface JobChoice {
  verdict: "same" | "different";
  one: Row;
  others: readonly Row[];
}
const refOf = ({ platform, job_key }: Row) => ({ platform, job_key });

export function useJobDecisions() {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const onError = useFailureNotice();
  const offerUndo = useUndoNotice();
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: JOB_MATCHES_KEY });
  const undoing = useMutation({
    mutationFn: (id: string) => undoJobDecision(id),
    onSuccess: () => void message.success(t("job-matches.undone")),
    onError,
    onSettled,
  });
  const deciding = useMutation({
    mutationFn: ({ verdict, one, others }: JobChoice) =>
      decideJobs({ verdict, one: refOf(one), others: others.map(refOf) }),
    onSuccess: ({ id, verdict }) =>
      offerUndo(`undo-${id}`, t(`job-matches.done.${verdict}`), () => undoing.mutate(id)),
    onError,
    onSettled,
  });
  return { decide: deciding.mutate, isDeciding: deciding.isPending, undo: undoing.mutate };
}
