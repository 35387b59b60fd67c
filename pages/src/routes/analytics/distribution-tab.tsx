/** Shows how postings spread over the values of one dimension. */
import { useQuery } from "@tanstack/react-query";
import { figureDistribution } from "../../api/figures.ts";
import { AnalyticsPanel } from "./analytics-panel.tsx";
import { ByChoice } from "./by-choice.tsx";
import { distributionView } from "./distribution-view.ts";
import { narrowTo } from "./narrow-to.ts";
import { useAnalytics } from "./use-analytics.ts";
import { useViewTools } from "./view-tools.ts";

export function DistributionTab() {
  const tools = useViewTools();
  const { filter, by, change } = useAnalytics();
  const query = useQuery(figureDistribution(filter, by));
  const { t } = tools;
  return (
    <AnalyticsPanel
      id="distribution"
      title={t("analytics.distribution")}
      hint={by === "skill" || by === "keyword" ? t("analytics.manyHint") : undefined}
      controls={<ByChoice />}
      query={query}
      view={(data) => distributionView(data, tools, (row) => change(narrowTo(by, row)))}
    />
  );
}
