/** Decides about postings. */
import type { JobRef, JobVerdict } from "../../../../shared/contracts/job-match.ts";
import { decideJobs, JOB_MATCHES_KEY, undoJobDecision } from "../../api/job-matches.ts";
import { useTexts } from "../../i18n/texts.ts";
import { texts } from "./job-texts.ts";
import { useDecisions } from "./use-decisions.ts";

export interface JobChoice {
  verdict: JobVerdict;
  one: JobRef;
  others: readonly JobRef[];
}

const refOf = ({ platform, job_key }: JobRef) => ({ platform, job_key });

export function useJobDecisions() {
  const { t } = useTexts(texts);
  return useDecisions({
    queryKey: JOB_MATCHES_KEY,
    decide: ({ verdict, one, others }: JobChoice) =>
      decideJobs({ verdict, one: refOf(one), others: others.map(refOf) }),
    undo: undoJobDecision,
    doneText: ({ verdict }) => t(`job-matches.done.${verdict}`),
  });
}
