/** What people decided about postings. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { jobDecisions } from "../../api/job-matches.ts";
import type { JobDecisionView } from "../../api/types.ts";
import { useTexts } from "../../i18n/texts.ts";
import { DecisionTable } from "./decision-table.tsx";
import { texts } from "./job-texts.ts";
import { useJobDecisions } from "./use-job-decisions.ts";

export function DecidedJobs() {
  const { t } = useTexts(texts);
  const list = useInfiniteQuery(jobDecisions);
  const { undo } = useJobDecisions();
  return (
    <DecisionTable<JobDecisionView>
      list={list}
      testId="job-decisions"
      verdictOf={({ verdict }) => t(`job-matches.verdict.${verdict}`)}
      subject={{
        title: t("job-matches.postings"),
        render: ({ pairs, evidence, reason }) => (
          <>
            {[...refsOf(pairs)].map(([id, platform]) => {
              const was = evidence.jobs.find((job) => `${job.platform}:${job.job_key}` === id);
              return (
                <div key={id} className="wrap">
                  <Link to="/jobs" search={{ open: id }}>
                    {typeof was?.title === "string" ? was.title : id}
                  </Link>{" "}
                  <span className="small muted">{t(`platform.${platform}`)}</span>
                </div>
              );
            })}
            {reason && <div className="small muted wrap">{reason}</div>}
          </>
        ),
      }}
      undo={undo}
      undoRoute="POST /api/v1/job-decisions/{id}/undo"
      undoTestId="undo-job-decision"
    />
  );
}

/** @returns the platform of each posting of a decision by `platform:job_key`; a posting of several pairs is there once */
const refsOf = (pairs: JobDecisionView["pairs"]) =>
  new Map(
    pairs.flatMap(({ one, other }) =>
      [one, other].map(({ platform, job_key }) => [`${platform}:${job_key}`, platform] as const),
    ),
  );
