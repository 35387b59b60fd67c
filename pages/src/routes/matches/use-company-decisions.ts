/** Decides about companies. */
import type { CompanyRef, Verdict } from "../../../../shared/contracts/company-match.ts";
import { COMPANY_MATCHES_KEY, decideCompanies, undoDecision } from "../../api/company-matches.ts";
import { useTexts } from "../../i18n/texts.ts";
import { texts } from "./company-texts.ts";
import { useDecisions } from "./use-decisions.ts";

interface NamedCompany extends CompanyRef {
  name: string;
}

export interface CompanyChoice {
  verdict: Verdict;
  one: NamedCompany;
  others: readonly NamedCompany[];
}

const refOf = ({ platform, company_key }: CompanyRef) => ({ platform, company_key });

export function useCompanyDecisions() {
  const { t } = useTexts(texts);
  return useDecisions({
    queryKey: COMPANY_MATCHES_KEY,
    decide: ({ verdict, one, others }: CompanyChoice) =>
      decideCompanies({ verdict, one: refOf(one), others: others.map(refOf) }),
    undo: undoDecision,
    doneText: ({ verdict, one, others }) =>
      t(`company-matches.done.${verdict}`, { one: one.name, other: others[0]?.name ?? "" }),
  });
}
