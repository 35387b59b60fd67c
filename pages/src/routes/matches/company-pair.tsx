/** Two companies side by side. */
import { Button, Tag } from "antd";
import { useState } from "react";
import type { Verdict } from "../../../../shared/contracts/company-match.ts";
import type { CompanyPairView } from "../../api/types.ts";
import { formatCount, formatPercent } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { texts as filterTexts } from "../../ui/job-filter/texts.ts";
import { valueText } from "../../ui/job-filter/words.ts";
import { PermissionButton } from "../../ui/permission-button.tsx";
import { texts } from "./company-texts.ts";
import { PairCard } from "./pair-card.tsx";
import type { QueueItem } from "./pair-queue.tsx";
import type { CompanyChoice } from "./use-company-decisions.ts";

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
type Field = (typeof FIELDS)[number];

/** A field that is empty on both sides is not shown; many are in most pairs. */
const isShown = (field: Field, one: Side, other: Side): boolean =>
  [one[field], other[field]].some((value) => value !== null && value !== "");

interface CompanyPairProps {
  pair: CompanyPairView;
  item: QueueItem<CompanyChoice>;
}

export function CompanyPair({ pair, item }: CompanyPairProps) {
  const { t, language } = useTexts(texts, filterTexts);
  const [isSwapped, setSwapped] = useState(false);
  const [one, other] = isSwapped ? [pair.other, pair.one] : [pair.one, pair.other];
  const decide = (verdict: Verdict) => item.onDecide({ verdict, one, others: [other] });
  const swap = () => setSwapped(!isSwapped);
  const shown = (field: Field, value: string | number | null) => {
    if (value === null || value === "") return <span className="muted">{t("app.none")}</span>;
    if (typeof value === "number") return formatCount(value, language);
    return field === "company_size" ? valueText("company_size", value, t, language) : value;
  };
  const button = {
    size: "small",
    disabled: item.isDeciding,
    route: "POST /api/v1/company-decisions",
  } as const;
  return (
    <PairCard<Side>
      place={item}
      label={`${one.name} – ${other.name}`}
      keys={{
        y: () => decide("same"),
        n: () => decide("different"),
        b: () => decide("branch"),
        s: swap,
      }}
      facts={
        <>
          <Tag>{t(`company-matches.kind.${pair.kind}`)}</Tag>
          <span className="small muted">
            {t("company-matches.score", { percent: formatPercent(pair.score, language) })}
          </span>
        </>
      }
      sides={[one, other]}
      sideKey={(side) => side.company_id}
      head={(side) => t(`platform.${side.platform}`)}
      rows={FIELDS.filter((field) => isShown(field, one, other)).map((field) => ({
        field,
        label: t(`company-matches.field.${field}`),
        differs: one[field] !== other[field] && field !== "postings",
        shown: (side) => shown(field, side[field]),
      }))}
      data-testid="company-pair"
    >
      <PermissionButton {...button} type="primary" onClick={() => decide("same")} data-testid="same">
        {t("company-matches.same")}
      </PermissionButton>
      <PermissionButton {...button} onClick={() => decide("different")} data-testid="different">
        {t("company-matches.different")}
      </PermissionButton>
      <PermissionButton {...button} onClick={() => decide("branch")} data-testid="branch">
        {t("company-matches.branch")}
      </PermissionButton>
      <Button size="small" type="text" onClick={swap} data-testid="swap">
        {t("company-matches.swap")}
      </Button>
    </PairCard>
  );
}
