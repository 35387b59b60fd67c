/** Totals and the daily trend. */
import { useQuery } from "@tanstack/react-query";
import { figureOverview, figureTrend } from "../../api/figures.ts";
import { AnalyticsPanel } from "./analytics-panel.tsx";
import { overviewView, TOTALS, trendView } from "./overview-view.ts";
import { useAnalytics } from "./use-analytics.ts";
import { useViewTools } from "./view-tools.ts";

export function OverviewTab() {
  const tools = useViewTools();
  const { filter } = useAnalytics();
  const overview = useQuery(figureOverview(filter));
  const trend = useQuery(figureTrend(filter));
  const { t, count } = tools;
  return (
    <>
      <AnalyticsPanel
        id="totals"
        title={t("analytics.totals")}
        query={overview}
        lead={({ totals }) => (
          <dl className="totals">
            {TOTALS.map((name) => (
              <div key={name}>
                <dt>{t(`analytics.${name}`)}</dt>
                <dd className="number" data-testid={`total-${name}`}>
                  {count(totals[name])}
                </dd>
                <dd className="small muted">{t(`analytics.${name}Hint`)}</dd>
              </div>
            ))}
          </dl>
        )}
        view={(data) => overviewView(data, tools)}
      />
      <AnalyticsPanel
        id="trend"
        title={t("analytics.trend")}
        hint={t("analytics.trendHint")}
        query={trend}
        lead={({ days }) =>
          days.every(({ closed }) => closed === null) && (
            <p className="small muted">{t("analytics.notClosed")}</p>
          )
        }
        view={(data) => trendView(data, tools)}
      />
    </>
  );
}
