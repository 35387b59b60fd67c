/** Salary by experience and degree as a matrix and as a table. */
import type { SalaryMatrix } from "../../../../shared/contracts/figures.ts";
import { DEGREE_LEVELS, EXPERIENCE_LEVELS } from "../../../../shared/contracts/levels.ts";
import { type HeatCell, heatHeight, heatMinWidth, heatOption } from "../../charts/heat-option.ts";
import type { FigureView } from "../../ui/figure/figure-panel.tsx";
import { quantileColumns, quantileLines } from "./quantiles.ts";
import { fewLines, numberColumn, pickRow, type ViewTools } from "./view-tools.ts";

export type MatrixCell = SalaryMatrix["cells"][number];

/** @param city null for all cities */
export function matrixView(
  { card, cells }: SalaryMatrix,
  city: string | null,
  tools: ViewTools,
  onPick?: (cell: MatrixCell) => void,
): FigureView<MatrixCell> {
  const { t, count, maybeAmount, looks } = tools;
  const shown = cells.filter((cell) => cell.city === city);
  const degrees = DEGREE_LEVELS.filter((degree) => shown.some((cell) => cell.degree === degree));
  const experiences = EXPERIENCE_LEVELS.filter((level) => shown.some((cell) => cell.experience === level));
  const rows = experiences.flatMap((experience) =>
    degrees.flatMap(
      (degree) => shown.find((cell) => cell.experience === experience && cell.degree === degree) ?? [],
    ),
  );
  const drawn = rows.filter(({ month }) => month.p50 !== null);
  return {
    card,
    rows,
    columns: [
      {
        title: t("analytics.experience"),
        value: ({ experience }) => t(`job-filter.experience.${experience}`),
      },
      { title: t("analytics.degree"), value: ({ degree }) => t(`job-filter.degree.${degree}`) },
      numberColumn(t("analytics.n"), ({ n }) => n, count),
      ...quantileColumns<MatrixCell>(({ month }) => month, tools),
    ],
    rowsQuery: ({ rows_query }) => rows_query,
    isGrey: ({ few }) => few,
    chart: {
      height: heatHeight(experiences.length),
      minWidth: heatMinWidth(degrees.length, looks),
      option: heatOption(
        {
          columns: degrees.map((degree) => t(`job-filter.degree.${degree}`)),
          rows: experiences.map((level) => t(`job-filter.experience.${level}`)),
          cells: drawn.map(
            ({ experience, degree, month, n, few }): HeatCell => ({
              column: degrees.indexOf(degree),
              row: experiences.indexOf(experience),
              value: month.p50 ?? 0,
              text: maybeAmount(month.p50),
              few,
              lines: [
                [t("analytics.n"), count(n)],
                ...quantileLines(month, tools),
                ...fewLines({ few }, tools),
              ],
            }),
          ),
        },
        looks,
      ),
      onPick: pickRow(drawn, onPick),
    },
  };
}
