/** Two postings side by side with what they were compared by; what differs is marked. */
import { Link } from "@tanstack/react-router";
import { Flex, Tag } from "antd";
import type { Ref } from "react";
import { PAIR_PARTS } from "../../../../shared/contracts/vocabulary.ts";
import type { JobPairView } from "../../api/types.ts";
import { formatPercent } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { texts as filterTexts } from "../../ui/job-filter/texts.ts";
import { valueText } from "../../ui/job-filter/words.ts";
import { PermissionButton } from "../../ui/permission-button.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { texts } from "./job-texts.ts";

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

interface JobPairProps {
  pair: JobPairView;
  isCurrent: boolean;
  isDeciding: boolean;
  itemRef: Ref<HTMLLIElement>;
  onFocus: () => void;
  onDecide: (verdict: "same" | "different") => void;
}

export function JobPair({ pair, isCurrent, isDeciding, itemRef, onFocus, onDecide }: JobPairProps) {
  const { t, language } = useTexts(texts, filterTexts);
  const { one, other, parts } = pair;
  const decide = (verdict: "same" | "different") => !isDeciding && onDecide(verdict);
  const shown = (side: Side, field: (typeof FIELDS)[number]) => {
    if (field === "first_seen") return <RelativeTime at={side.first_seen} />;
    const value = field === "skills" ? side.skills.join("、") : side[field];
    if (value === null || value === "") return <span className="muted">{t("app.none")}</span>;
    if (field === "experience" || field === "degree") return valueText(field, value, t, language);
    return value;
  };
  const button = { size: "small", disabled: isDeciding, route: "POST /api/v1/job-decisions" } as const;
  return (
    <li
      ref={itemRef}
      className={isCurrent ? "match is-current" : "match"}
      tabIndex={isCurrent ? 0 : -1}
      onFocus={onFocus}
      onKeyDown={({ key, target, currentTarget, ctrlKey, metaKey, altKey }) => {
        if (target !== currentTarget || ctrlKey || metaKey || altKey) return;
        if (key === "y") decide("same");
        else if (key === "n") decide("different");
      }}
      aria-label={`${one.title ?? ""} – ${other.title ?? ""}`}
      data-testid="job-pair"
    >
      <Flex gap={8} wrap align="center">
        <Tag>{t(`job-matches.why.${pair.kind}`)}</Tag>
        <span className="small muted">
          {t("job-matches.score", { percent: formatPercent(pair.score, language) })}
        </span>
        <span className="small muted">
          {PAIR_PARTS.map(
            (name) =>
              `${t(`job-matches.part.${name}`)} ${parts[name] < 0 ? t("job-matches.unknown") : formatPercent(parts[name], language)}`,
          ).join(" · ")}
        </span>
      </Flex>
      <table className="match-sides">
        <thead>
          <tr>
            <td />
            {[one, other].map((side, at) => (
              <th key={`${side.platform}:${side.job_key}`} scope="col" className="small">
                <Link to="/jobs" search={{ open: `${side.platform}:${side.job_key}` }}>
                  {t(`platform.${side.platform}`)}
                </Link>
                <span className="visually-hidden">
                  {t(at === 0 ? "job-matches.one" : "job-matches.other")}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {FIELDS.map((field) => {
            const differs = String(one[field]) !== String(other[field]);
            return (
              <tr key={field}>
                <th scope="row" className="small">
                  {t(`job-matches.field.${field}`)}
                  {differs && <span className="visually-hidden"> ({t("job-matches.differs")})</span>}
                </th>
                {[one, other].map((side) => (
                  <td key={`${side.platform}:${side.job_key}`}>
                    <span className={differs ? "is-different wrap" : "wrap"}>{shown(side, field)}</span>
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      <Flex gap={8} wrap>
        <PermissionButton {...button} type="primary" onClick={() => decide("same")} data-testid="same-job">
          {t("job-matches.same")}
        </PermissionButton>
        <PermissionButton {...button} onClick={() => decide("different")} data-testid="different-job">
          {t("job-matches.different")}
        </PermissionButton>
      </Flex>
    </li>
  );
}
