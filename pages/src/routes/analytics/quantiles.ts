/** Percentiles in charts and tables. */
import type { Quantiles } from "../../../../shared/contracts/figures.ts";
import type { DataColumn } from "../../charts/data-csv.ts";
import type { Interval } from "../../charts/interval-option.ts";
import type { TooltipLines } from "../../charts/tooltip.ts";
import { numberColumn, type ViewTools } from "./view-tools.ts";

const PERCENTILES = ["p10", "p25", "p50", "p75", "p90"] as const;

/** The five numbers of a box; null where no posting names the figure. */
export const boxOf = ({ p10, p25, p50, p75, p90 }: Quantiles): Interval["values"] =>
  p10 === null || p25 === null || p50 === null || p75 === null || p90 === null
    ? null
    : [p10, p25, p50, p75, p90];

export const quantileColumns = <Row>(
  of: (row: Row) => Quantiles,
  { maybeAmount }: ViewTools,
): DataColumn<Row>[] =>
  PERCENTILES.map((name) => numberColumn<Row, number | null>(name, (row) => of(row)[name], maybeAmount));

export const quantileLines = (quantiles: Quantiles, { maybeAmount }: ViewTools): TooltipLines =>
  PERCENTILES.map((name) => [name, maybeAmount(quantiles[name])]);
