/** Percentiles in charts and tables. */
import type { Quantiles } from "../../../../shared/contracts/figures.ts";
import type { DataColumn } from "../../charts/data-csv.ts";
import type { Interval } from "../../charts/interval-option.ts";
import type { ViewTools } from "./view-tools.ts";

export const PERCENTILES = ["p10", "p25", "p50", "p75", "p90"] as const;

/** The five numbers of a box; null where no posting names the figure. */
export function boxOf(quantiles: Quantiles): Interval["values"] {
  const [p10, p25, p50, p75, p90] = PERCENTILES.map((name) => quantiles[name]);
  const all = [p10, p25, p50, p75, p90];
  return all.every((value) => typeof value === "number")
    ? (all as [number, number, number, number, number])
    : null;
}

export const quantileColumns = <Row>(
  of: (row: Row) => Quantiles,
  { maybeAmount }: ViewTools,
): DataColumn<Row>[] =>
  PERCENTILES.map((name) => ({
    title: name,
    value: (row) => of(row)[name],
    show: (row) => maybeAmount(of(row)[name]),
  }));

/** Lines of a tooltip. */
export const quantileLines = (quantiles: Quantiles, { maybeAmount }: ViewTools): [string, string][] =>
  PERCENTILES.map((name) => [name, maybeAmount(quantiles[name])]);
