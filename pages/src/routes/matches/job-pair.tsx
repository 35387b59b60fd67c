/** Two postings side by side, with how much alike their parts are. */
import { Link } from "@tanstack/react-router";
import { Tag } from "antd";
import type { JobVerdict } from "../../../../shared/contracts/job-match.ts";
import type { JobPairView } from "../../api/types.ts";
import { formatList } from "../../format/lists.ts";
import { formatPercent } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { texts as filterTexts } from "../../ui/job-filter/texts.ts";
import { valueText } from "../../ui/job-filter/words.ts";
import { PermissionButton } from "../../ui/permission-button.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { texts } from "./job-texts.ts";
import { PairCard } from "./pair-card.tsx";
import type { QueueItem } from "./pair-queue.tsx";
import { partsText } from "./parts-text.ts";
import type { JobChoice } from "./use-job-decisions.ts";

type Side = JobPairView["one"];
const FIELDS = [
  "title",
  "company_name",
  "city",
  "district",
  "salary_text",
  "experience",
  "degree",
  "skills",
  "description",
  "first_seen",
  "last_seen_day",
] as const satisfies readonly (keyof Side)[];
/** When each was seen does not tell one job from another. */
const TIMES: ReadonlySet<string> = new Set(["first_seen", "last_seen_day"]);

interface JobPairProps {
  pair: JobPairView;
  item: QueueItem<JobChoice>;
}

export function JobPair({ pair, item }: JobPairProps) {
  const { t, language } = useTexts(texts, filterTexts);
  const { one, other } = pair;
  const decide = (verdict: JobVerdict) => item.onDecide({ verdict, one, others: [other] });
  const shown = (side: Side, field: (typeof FIELDS)[number]) => {
    if (field === "first_seen") return <RelativeTime at={side.first_seen} />;
    const value = field === "skills" ? formatList(side.skills, language) : side[field];
    if (value === null || value === "") return <span className="muted">{t("app.none")}</span>;
    if (field === "experience" || field === "degree") return valueText(field, value, t, language);
    return value;
  };
  const button = { size: "small", disabled: item.isDeciding, route: "POST /api/v1/job-decisions" } as const;
  return (
    <PairCard<Side>
      place={item}
      label={`${one.title ?? ""} – ${other.title ?? ""}`}
      keys={{ y: () => decide("same"), n: () => decide("different") }}
      facts={
        <>
          <Tag>{t(`job-matches.why.${pair.kind}`)}</Tag>
          <span className="small muted">
            {t("job-matches.score", { percent: formatPercent(pair.score, language) })}
          </span>
          <span className="small muted">{partsText(pair.parts, t, language)}</span>
        </>
      }
      sides={[one, other]}
      sideKey={jobId}
      head={(side) => (
        <Link to="/jobs" search={{ open: jobId(side) }}>
          {t(`platform.${side.platform}`)}
        </Link>
      )}
      rows={FIELDS.map((field) => ({
        field,
        label: t(`job-matches.field.${field}`),
        differs: !TIMES.has(field) && String(one[field]) !== String(other[field]),
        shown: (side) => shown(side, field),
      }))}
      data-testid="job-pair"
    >
      <PermissionButton {...button} type="primary" onClick={() => decide("same")} data-testid="same-job">
        {t("job-matches.same")}
      </PermissionButton>
      <PermissionButton {...button} onClick={() => decide("different")} data-testid="different-job">
        {t("job-matches.different")}
      </PermissionButton>
    </PairCard>
  );
}

const jobId = ({ platform, job_key }: Side) => `${platform}:${job_key}`;
