/** Shows what a skill is worth, and which skills rise, as charts and tables. */
import type { RisingSkills, SkillValue } from "../../../../shared/contracts/figures.ts";
import { bandsHeight } from "../../charts/axes.ts";
import { barOption } from "../../charts/bar-option.ts";
import { formatPoints } from "../../format/figures.ts";
import { formatAmountChange } from "../../format/numbers.ts";
import type { FigureView } from "../../ui/figure/figure-panel.tsx";
import { fewLines, numberColumn, pickRow, type ViewTools } from "./view-tools.ts";

export type Stratum = SkillValue["strata"][number];

/** Shows the difference of the means by experience. */
export function worthView({ card, strata }: SkillValue, tools: ViewTools): FigureView<Stratum> {
  const { t, count, percent, amount, maybeAmount, looks, language } = tools;
  const name = ({ experience }: Stratum) =>
    experience === null
      ? t(card.method.version === 1 ? "analytics.all" : "analytics.notStated")
      : t(`job-filter.experience.${experience}`);
  const change = (value: number | null) =>
    value === null ? t("app.none") : formatAmountChange(value, language);
  const drawn = strata.filter(({ difference }) => difference !== null);
  return {
    card,
    rows: strata,
    columns: [
      { title: t("analytics.experience"), value: name },
      numberColumn(t("analytics.nWith"), (row) => row.with.n, count),
      numberColumn(t("analytics.nWithout"), (row) => row.without.n, count),
      numberColumn(t("analytics.medianWith"), (row) => row.with.median, maybeAmount),
      numberColumn(t("analytics.medianWithout"), (row) => row.without.median, maybeAmount),
      numberColumn(t("analytics.difference"), ({ difference }) => difference, change),
      numberColumn(t("analytics.weight"), ({ weight }) => weight, percent),
    ],
    rowsQuery: ({ rows_query }) => rows_query,
    isGrey: ({ few }) => few,
    chart: {
      height: bandsHeight(drawn.length),
      option: barOption(
        drawn.map((row) => ({
          name: name(row),
          value: row.difference ?? 0,
          text: change(row.difference),
          few: row.few,
          lines: [
            [t("analytics.difference"), change(row.difference)],
            [t("analytics.nWith"), count(row.with.n)],
            [t("analytics.nWithout"), count(row.without.n)],
            [t("analytics.medianWith"), maybeAmount(row.with.median)],
            [t("analytics.medianWithout"), maybeAmount(row.without.median)],
            ...fewLines(row, tools),
          ],
        })),
        looks,
        amount,
      ),
    },
  };
}

export type RisingSkill = RisingSkills["items"][number];

/** @param onPick a skill is clicked */
export function risingView(
  { card, items }: RisingSkills,
  tools: ViewTools,
  onPick?: (skill: string) => void,
): FigureView<RisingSkill> {
  const { t, count, percent, looks, language } = tools;
  const number = (difference: number) => formatPoints(difference, language);
  const points = (difference: number) => t("analytics.points", { value: number(difference) });
  const mark = ({ significant }: RisingSkill) =>
    t(significant ? "analytics.significant" : "analytics.notSignificant");
  const q = ({ q_value }: RisingSkill) => (q_value < 0.001 ? "< 0.001" : q_value.toFixed(3));
  return {
    card,
    rows: items,
    columns: [
      { title: t("analytics.skill"), value: ({ skill }) => skill },
      numberColumn(t("analytics.difference"), ({ difference }) => difference, points),
      numberColumn(t("analytics.shareNow"), (row) => row.share_now, percent),
      numberColumn(t("analytics.shareBefore"), (row) => row.share_before, percent),
      numberColumn(t("analytics.nNow"), (row) => row.n_now, count),
      numberColumn(t("analytics.nBefore"), (row) => row.n_before, count),
      { title: t("analytics.qValue"), value: ({ q_value }) => q_value, show: q },
      { title: t("analytics.significance"), value: mark },
    ],
    rowsQuery: ({ rows_query }) => rows_query,
    isGrey: ({ significant }) => !significant,
    greyNote: t("analytics.risingGrey"),
    chart: {
      height: bandsHeight(items.length),
      option: barOption(
        items.map((item) => ({
          name: item.skill,
          value: item.difference,
          text: number(item.difference),
          few: !item.significant,
          lines: [
            [t("analytics.difference"), points(item.difference)],
            [t("analytics.shareNow"), percent(item.share_now)],
            [t("analytics.shareBefore"), percent(item.share_before)],
            [t("analytics.qValue"), `${q(item)}, ${mark(item)}`],
          ],
        })),
        looks,
        number,
      ),
      onPick: pickRow(items, ({ skill }) => onPick?.(skill)),
    },
  };
}
