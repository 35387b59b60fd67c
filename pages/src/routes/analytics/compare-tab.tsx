/** Shows keywords or platforms side by side. */
import { useQuery } from "@tanstack/react-query";
import type { Comparison } from "../../../../shared/contracts/figures.ts";
import { figureComparison, MAX_COMPARED } from "../../api/figures.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { AnalyticsPanel } from "./analytics-panel.tsx";
import { Choice } from "./choice.tsx";
import { compareCountsView, compareRankingView, compareSalaryView, type Ranking } from "./compare-view.ts";
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
  const { search, filter, pay, change } = useAnalytics();
  const by = search.compare ?? "keyword";
  const query = useQuery(figureComparison(filter, by));
  const { t } = tools;
  /** Every panel says so when there is nothing to compare. */
  const empty = ({ items }: Comparison) =>
    items.length === 0 && (
      <EmptyState title={t("analytics.nothingCompared")} hint={t("analytics.nothingComparedHint")} />
    );
  const noneRanked = <EmptyState title={t("analytics.noSkills")} hint={t("analytics.noSkillsHint")} />;
  return (
    <>
      <AnalyticsPanel
        id="compare-counts"
        title={t("analytics.compareCounts")}
        hint={t("analytics.comparedHint", { max: MAX_COMPARED })}
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
        empty={empty}
        view={(data) => compareCountsView(data, tools)}
      />
      <AnalyticsPanel
        id="compare-salary"
        title={t("analytics.compareSalary")}
        hint={t("analytics.salaryHint")}
        query={query}
        empty={empty}
        view={(data) => compareSalaryView(data, pay, tools)}
      />
      {RANKINGS.map(([ranking, title]) => (
        <AnalyticsPanel
          key={ranking}
          id={`compare-${ranking}`}
          title={t(`analytics.${title}`)}
          hint={t("analytics.rankHint")}
          query={query}
          empty={(data) =>
            empty(data) || (data.items.every((item) => item[ranking].length === 0) && noneRanked)
          }
          view={(data) => compareRankingView(data, ranking, tools)}
        />
      ))}
    </>
  );
}
