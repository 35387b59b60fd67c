/** What turns an answer into charts and tables: words, formats and colours. */
import { type ChartLooks, useChartLooks } from "../../charts/looks.ts";
import { formatAmount, formatCount, formatPercent } from "../../format/numbers.ts";
import { type Translate, useTexts } from "../../i18n/texts.ts";
import { texts as figureTexts } from "../../ui/figure/texts.ts";
import { texts as filterTexts } from "../../ui/job-filter/texts.ts";
import { texts } from "./texts.ts";

type Words = typeof texts.en & typeof filterTexts.en & typeof figureTexts.en;

export interface ViewTools {
  t: Translate<Words>;
  language: string;
  looks: ChartLooks;
  count: (value: number) => string;
  percent: (share: number) => string;
  /** CNY. */
  amount: (value: number) => string;
  /** CNY, a dash where it is not known. */
  maybeAmount: (value: number | null) => string;
}

export function makeViewTools(t: Translate<Words>, language: string, looks: ChartLooks): ViewTools {
  return {
    t,
    language,
    looks,
    count: (value) => formatCount(value, language),
    percent: (share) => formatPercent(share, language),
    amount: (value) => formatAmount(value, language),
    maybeAmount: (value) => (value === null ? t("app.none") : formatAmount(value, language)),
  };
}

export function useViewTools(): ViewTools {
  const { t, language } = useTexts(texts, filterTexts, figureTexts);
  return makeViewTools(t, language, useChartLooks());
}
