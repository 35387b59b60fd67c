/** The other postings of the same job, each with what it was compared by; one can be taken out of its group. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Platform } from "../../../../shared/contracts/platform.ts";
import { isFailure } from "../../api/failure.ts";
import { sameJobs } from "../../api/job-matches.ts";
import type { SameJobView } from "../../api/types.ts";
import { useTexts } from "../../i18n/texts.ts";
import { PermissionButton } from "../../ui/permission-button.tsx";
import { Loaded } from "../../ui/side-drawer.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { useConfirm } from "../../ui/use-confirm.ts";
import { texts } from "../matches/job-texts.ts";
import { partsText } from "../matches/parts-text.ts";
import { useJobDecisions } from "../matches/use-job-decisions.ts";

export function SameJob({ platform, jobKey }: { platform: Platform; jobKey: string }) {
  const { t } = useTexts(texts);
  const same = useQuery(sameJobs(platform, jobKey));
  const confirm = useConfirm();
  const { decide } = useJobDecisions();
  // A posting that was collected a moment ago is not compared yet.
  if (isFailure(same.error, "not_found")) return <p className="muted">{t("job-matches.unread")}</p>;
  return (
    <Loaded query={same}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="muted">{t("job-matches.alone")}</p>
        ) : (
          <div data-testid="same-job-elsewhere">
            <ul className="plain">
              {items.map((job) => (
                <Other key={`${job.platform}:${job.job_key}`} job={job} />
              ))}
            </ul>
            <PermissionButton
              size="small"
              route="POST /api/v1/job-decisions"
              onClick={() =>
                confirm({
                  title: t("job-matches.separateTitle"),
                  content: t("job-matches.separateHint", { number: items.length }),
                  okText: t("job-matches.separate"),
                  onOk: () =>
                    decide({ verdict: "different", one: { platform, job_key: jobKey }, others: items }),
                })
              }
              data-testid="separate-job"
            >
              {t("job-matches.separate")}
            </PermissionButton>
          </div>
        )
      }
    </Loaded>
  );
}

function Other({ job }: { job: SameJobView }) {
  const { t, language } = useTexts(texts);
  const { parts } = job;
  return (
    <li>
      <Link to="/jobs" search={{ open: `${job.platform}:${job.job_key}` }}>
        {job.title ?? job.job_key}
      </Link>{" "}
      <span className="small muted wrap">
        {[
          t(`platform.${job.platform}`),
          job.company_name,
          job.salary_text,
          job.is_main && t("job-matches.first"),
        ]
          .filter(Boolean)
          .join(" · ")}
        {" · "}
        <RelativeTime at={job.first_seen} />
        {parts && ` · ${partsText(parts, t, language)}`}
      </span>
    </li>
  );
}
