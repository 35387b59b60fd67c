/** Decides about companies, offers to undo it, and undoes what was decided earlier. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import type { Verdict } from "../../../../shared/contracts/company-match.ts";
import type { Platform } from "../../../../shared/contracts/platform.ts";
import { COMPANY_MATCHES_KEY, decideCompanies, undoDecision } from "../../api/company-matches.ts";
import { useTexts } from "../../i18n/texts.ts";
import { useFailureNotice } from "../../ui/failure-notice.tsx";
import { useUndoNotice } from "../../ui/undo-notice.tsx";
import { texts } from "./company-texts.ts";

/** A row of companies, as a decision names it. */
interface Row {
  platform: Platform;
  company_key: string;
  name: string;
}

export interface Choice {
  verdict: Verdict;
  one: Row;
  others: readonly Row[];
}

const refOf = ({ platform, company_key }: Row) => ({ platform, company_key });

export function useCompanyDecisions() {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const onError = useFailureNotice();
  const offerUndo = useUndoNotice();
  const client = useQueryClient();
  // Pairs are not fetched again at once: those that were decided are hidden, and the list keeps its place.
  const onSettled = () => client.invalidateQueries({ queryKey: COMPANY_MATCHES_KEY, refetchType: "active" });
  const undoing = useMutation({
    mutationFn: (id: string) => undoDecision(id),
    onSuccess: () => void message.success(t("company-matches.undone")),
    onError,
    onSettled,
  });
  const deciding = useMutation({
    mutationFn: ({ verdict, one, others }: Choice) =>
      decideCompanies({ verdict, one: refOf(one), others: others.map(refOf) }),
    onSuccess: ({ id }, { verdict, one, others }) =>
      offerUndo(
        `undo-${id}`,
        t(`company-matches.done.${verdict}`, { one: one.name, other: others[0]?.name ?? "" }),
        () => undoing.mutate(id),
      ),
    onError,
    onSettled,
  });
  return { decide: deciding.mutate, isDeciding: deciding.isPending, undo: undoing.mutate };
}
