/** The words, formats and colours that turn an answer into charts and tables. */
import type { DataColumn } from "../../charts/data-csv.ts";
import { type ChartLooks, useChartLooks } from "../../charts/looks.ts";
import type { TooltipLines } from "../../charts/tooltip.ts";
import { formatAmount, formatCount, formatPercent } from "../../format/numbers.ts";
import { type Translate, useTexts } from "../../i18n/texts.ts";
import { FEW } from "../../ui/figure/card-facts.ts";
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
  /** Writes an amount of CNY. */
  amount: (value: number) => string;
  /** Writes an amount of CNY, or a dash where it is not known. */
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

/** A column of numbers: the CSV has them as they are, the table formats them. */
export const numberColumn = <Row, Value extends number | null>(
  title: string,
  value: (row: Row) => Value,
  format: (value: Value) => string,
): DataColumn<Row> => ({ title, value, show: (row) => format(value(row)) });

/** The line of a tooltip that says why its mark is grey. */
export const fewLines = ({ few }: { few: boolean }, { t }: ViewTools): TooltipLines =>
  few ? [["", t("figure.fewNote", { few: FEW })]] : [];

/** @returns the click on a chart whose marks have the positions of these rows */
export const pickRow =
  <Row>(rows: readonly Row[], onPick: ((row: Row) => void) | undefined) =>
  (index: number): void => {
    const row = rows[index];
    if (row !== undefined) onPick?.(row);
  };
