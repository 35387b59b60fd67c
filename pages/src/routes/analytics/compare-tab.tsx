/** Keywords or platforms side by side. */
import { useQuery } from "@tanstack/react-query";
import type { Comparison } from "../../../../shared/contracts/figures.ts";
import { figureComparison, MAX_COMPARED } from "../../api/figures.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import type { FigureView } from "../../ui/figure/figure-panel.tsx";
import { AnalyticsPanel } from "./analytics-panel.tsx";
import { Choice } from "./choice.tsx";
import { compareCountsView, compareRankingView, compareSalaryView, type Ranking } from "./compare-view.ts";
import type { Pay } from "./salary-view.ts";
import { COMPARED } from "./search.ts";
import { useAnalytics } from "./use-analytics.ts";
import { useViewTools } from "./view-tools.ts";

const RANKINGS = [
  ["skills", "compareSkills"],
  ["degrees", "compareDegrees"],
  ["experiences", "compareExperiences"],
] as const satisfies [Ranking, string][];

export function CompareTab() {
  const tools = useViewTools();
  const { search, filter, change } = useAnalytics();
  const by = search.compare ?? "keyword";
  const pay: Pay = { measure: search.measure ?? "midpoint", per: search.per ?? "month" };
  const query = useQuery(figureComparison(filter, by));
  const { t } = tools;
  /** Without anything to compare every panel says so. */
  const orEmpty = <Row,>(data: Comparison, view: FigureView<Row>): FigureView<Row> =>
    data.items.length > 0
      ? view
      : {
          ...view,
          empty: (
            <EmptyState title={t("analytics.nothingCompared")} hint={t("analytics.nothingComparedHint")} />
          ),
        };
  return (
    <>
      <AnalyticsPanel
        id="compare-counts"
        title={t("analytics.compareCounts")}
        hint={t("analytics.comparedHint", { most: MAX_COMPARED })}
        controls={
          <Choice
            label={t("analytics.comparedBy")}
            value={by}
            values={COMPARED}
            text={(what) => t(`analytics.comparedByOf.${what}`)}
            onChange={(compare) => change({ compare })}
            data-testid="compare"
          />
        }
        query={query}
        view={(data) => orEmpty(data, compareCountsView(data, tools))}
      />
      <AnalyticsPanel
        id="compare-salary"
        title={t("analytics.compareSalary")}
        hint={t("analytics.salaryHint")}
        query={query}
        view={(data) => orEmpty(data, compareSalaryView(data, pay, tools))}
      />
      {RANKINGS.map(([ranking, title]) => (
        <AnalyticsPanel
          key={ranking}
          id={`compare-${ranking}`}
          title={t(`analytics.${title}`)}
          hint={t("analytics.rankHint")}
          query={query}
          view={(data) => {
            const view = orEmpty(data, compareRankingView(data, ranking, tools));
            return view.empty || view.rows.length > 0
              ? view
              : {
                  ...view,
                  empty: <EmptyState title={t("analytics.noSkills")} hint={t("analytics.noSkillsHint")} />,
                };
          }}
        />
      ))}
    </>
  );
}
