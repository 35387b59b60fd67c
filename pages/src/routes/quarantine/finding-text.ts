/** Says in words what is off. */
import type { Quarantined } from "../../api/quality.ts";
import { formatCount, formatShare } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { fieldText, texts as qualityTexts } from "../quality/texts.ts";
import { texts } from "./texts.ts";

type Finding = Quarantined["findings"][number];

export function useFindingText(): (finding: Finding) => string {
  const { t, language } = useTexts(texts);
  const { t: tQuality } = useTexts(qualityTexts);
  const count = (value: number | null) =>
    value === null ? t("app.none") : formatCount(Math.round(value), language);
  return ({ field, kind, rows, off, expected, median, low, high }) =>
    t(`quarantine.finding.${kind}`, {
      field: fieldText(tQuality, field),
      rows: count(rows),
      off: count(off),
      expected: formatShare(expected ?? 0, language),
      median: count(median),
      low: count(low),
      high: count(high),
    });
}
