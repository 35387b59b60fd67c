/** The market index as a line and as a table. */
import type { Platform } from "../../../../shared/contracts/platform.ts";
import { PLATFORMS } from "../../../../shared/contracts/vocabulary.ts";
import type { MarketIndex } from "../../api/market-index.ts";
import { lineOption } from "../../charts/line-option.ts";
import { formatIndex } from "../../format/figures.ts";
import { formatDateTime, formatDay, formatShortDay } from "../../format/times.ts";
import { type About, periodText, platformsText } from "../../ui/figure/card-facts.ts";
import type { FigureView } from "../../ui/figure/figure-panel.tsx";
import { numberColumn, type ViewTools } from "./view-tools.ts";

type Point = MarketIndex["points"][number];

/** An index needs a day that could be compared with the one before: its base alone says nothing. */
export const hasIndex = ({ points }: MarketIndex): boolean =>
  points.slice(1).some(({ value }) => value !== null);

/** @param platforms of the filter; all of them when undefined */
export function indexView(
  { points, card }: MarketIndex,
  platforms: readonly Platform[] | undefined,
  { t, language, looks, count }: ViewTools,
): FigureView<Point> {
  const index = (value: number) => formatIndex(value, language);
  const about: About = {
    facts: [
      { name: "cells", value: count(points.findLast(({ cells }) => cells > 0)?.cells ?? 0) },
      { name: "period", value: periodText(card, t, language) },
      { name: "platforms", value: platformsText(platforms ?? PLATFORMS, t, language) },
      { name: "coverage", value: t("analytics.indexCoverage") },
      { name: "method", value: card.method },
      { name: "asOf", value: card.as_of === null ? t("app.none") : formatDateTime(card.as_of, language) },
    ],
    until: card.to,
  };
  return {
    card: about,
    rows: points,
    columns: [
      { title: t("analytics.day"), value: ({ day }) => day },
      {
        title: t("analytics.indexValue"),
        value: ({ value }) => value,
        show: ({ value }) => (value === null ? t("analytics.notKnown") : index(value)),
      },
      numberColumn(t("analytics.indexCells"), ({ cells }) => cells, count),
    ],
    chart: {
      height: 320,
      option: lineOption(
        points.map(({ day }) => day),
        [{ name: t("analytics.indexValue"), values: points.map(({ value }) => value) }],
        looks,
        {
          day: (day) => formatShortDay(day, language),
          wholeDay: (day) => formatDay(day, language),
          axis: index,
          value: index,
          unknown: t("analytics.notKnown"),
        },
        false,
      ),
    },
  };
}
