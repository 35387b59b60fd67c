/** What a person decides about a run: write, cancel, undo. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { cancelReclean, RECLEANS_KEY, startReclean, undoReclean } from "../../api/recleans.ts";
import type { RecleanView } from "../../api/types.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { useFailureNotice } from "../../ui/failure-notice.tsx";
import { useConfirm } from "../../ui/use-confirm.ts";
import { texts } from "./texts.ts";

export function useRecleanActions() {
  const { t, language } = useTexts(texts);
  const { message } = App.useApp();
  const confirm = useConfirm();
  const onError = useFailureNotice();
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: RECLEANS_KEY });
  const act = (call: (id: string) => Promise<unknown>, done: string) => ({
    mutationFn: ({ id }: RecleanView) => call(id),
    onSuccess: () => void message.success(done),
    onError,
    onSettled,
  });
  const start = useMutation(act(startReclean, t("recleans.started")));
  const cancel = useMutation(act(cancelReclean, t("recleans.cancelled")));
  const undo = useMutation(act(undoReclean, t("recleans.undoing")));
  return {
    cancel: (run: RecleanView) => cancel.mutate(run),
    start: (run: RecleanView) =>
      confirm({
        title: t("recleans.startTitle"),
        content:
          run.sample < 100
            ? t("recleans.startSample", { percent: run.sample })
            : t("recleans.startHint", { rows: formatCount(run.counts.changed, language) }),
        okText: t("recleans.start"),
        onOk: () => start.mutate(run),
      }),
    undo: (run: RecleanView) =>
      confirm({
        title: t("recleans.undoTitle"),
        content: t("recleans.undoHint", { rows: formatCount(run.counts.written, language) }),
        okText: t("recleans.undo"),
        onOk: () => undo.mutate(run),
      }),
  };
}
