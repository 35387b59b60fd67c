/** Two companies side by side; what differs is marked. */
import { Button, Flex, Tag } from "antd";
import { type Ref, useState } from "react";
import type { CompanyPairView } from "../../api/types.ts";
import { formatCount, formatPercent } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { texts as filterTexts } from "../../ui/job-filter/texts.ts";
import { valueText } from "../../ui/job-filter/words.ts";
import { PermissionButton } from "../../ui/permission-button.tsx";
import { texts } from "./company-texts.ts";
import type { Choice } from "./use-company-decisions.ts";

type Side = CompanyPairView["one"];
const FIELDS = [
  "name",
  "place",
  "brand",
  "trade",
  "suffix",
  "branch",
  "city",
  "address",
  "company_size",
  "industry",
  "credit_code",
  "postings",
] as const satisfies readonly (keyof Side)[];
/** Empty on both sides in most pairs: shown only where one has it. */
const isShown = (field: (typeof FIELDS)[number], one: Side, other: Side): boolean =>
  [one[field], other[field]].some((value) => value !== null && value !== "");

interface PairProps {
  pair: CompanyPairView;
  isCurrent: boolean;
  isDeciding: boolean;
  itemRef: Ref<HTMLLIElement>;
  onFocus: () => void;
  onDecide: (choice: Choice) => void;
}

export function Pair({ pair, isCurrent, isDeciding, itemRef, onFocus, onDecide }: PairProps) {
  const { t, language } = useTexts(texts, filterTexts);
  const [isSwapped, setSwapped] = useState(false);
  const [one, other] = isSwapped ? [pair.other, pair.one] : [pair.one, pair.other];
  const decide = (verdict: Choice["verdict"]) => !isDeciding && onDecide({ verdict, one, others: [other] });
  const shown = (field: (typeof FIELDS)[number], value: string | number | null) => {
    if (value === null || value === "") return <span className="muted">{t("app.none")}</span>;
    if (typeof value === "number") return formatCount(value, language);
    return field === "company_size" ? valueText("company_size", value, t, language) : value;
  };
  const button = { size: "small", disabled: isDeciding, route: "POST /api/v1/company-decisions" } as const;
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
        else if (key === "b") decide("branch");
        else if (key === "s") setSwapped(!isSwapped);
      }}
      aria-label={`${one.name} – ${other.name}`}
      data-testid="company-pair"
    >
      <Flex gap={8} wrap align="center">
        <Tag>{t(`company-matches.kind.${pair.kind}`)}</Tag>
        <span className="small muted">
          {t("company-matches.score", { percent: formatPercent(pair.score, language) })}
        </span>
      </Flex>
      <table className="match-sides">
        <thead>
          <tr>
            <td />
            {[one, other].map((side, at) => (
              <th key={side.company_id} scope="col" className="small">
                {t(`platform.${side.platform}`)}
                <span className="visually-hidden">
                  {t(at === 0 ? "company-matches.one" : "company-matches.other")}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {FIELDS.filter((field) => isShown(field, one, other)).map((field) => {
            const differs = one[field] !== other[field] && field !== "postings";
            return (
              <tr key={field}>
                <th scope="row" className="small">
                  {t(`company-matches.field.${field}`)}
                  {differs && <span className="visually-hidden"> ({t("company-matches.differs")})</span>}
                </th>
                {[one, other].map((side) => (
                  <td key={side.company_id}>
                    <span className={differs ? "is-different" : undefined}>{shown(field, side[field])}</span>
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      <Flex gap={8} wrap>
        <PermissionButton {...button} type="primary" onClick={() => decide("same")} data-testid="same">
          {t("company-matches.same")}
        </PermissionButton>
        <PermissionButton {...button} onClick={() => decide("different")} data-testid="different">
          {t("company-matches.different")}
        </PermissionButton>
        <PermissionButton {...button} onClick={() => decide("branch")} data-testid="branch">
          {t("company-matches.branch")}
        </PermissionButton>
        <Button size="small" type="text" onClick={() => setSwapped(!isSwapped)} data-testid="swap">
          {t("company-matches.swap")}
        </Button>
      </Flex>
    </li>
  );
}
