/** Shows how long postings are online, how many were closed each day, and who posts the same job again. */
import { useQuery } from "@tanstack/react-query";
import { figureLife, figureReposts, figureTrend } from "../../api/figures.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { AnalyticsPanel } from "./analytics-panel.tsx";
import { Choice } from "./choice.tsx";
import { daysText, lifeView, medianText, repostsView } from "./life-view.ts";
import { narrowTo } from "./narrow-to.ts";
import { closingsView } from "./overview-view.ts";
import { DIMENSIONS } from "./search.ts";
import { useAnalytics } from "./use-analytics.ts";
import { useViewTools } from "./view-tools.ts";

export function LifeTab() {
  const tools = useViewTools();
  const { search, filter, change } = useAnalytics();
  const life = useQuery(figureLife(filter, search.by));
  const trend = useQuery(figureTrend(filter));
  const reposts = useQuery(figureReposts(filter));
  const { t, count, percent } = tools;
  const noClosings = <EmptyState title={t("analytics.noClosings")} hint={t("analytics.noClosingsHint")} />;
  return (
    <>
      <AnalyticsPanel
        id="life"
        title={t("analytics.online")}
        hint={t("analytics.onlineHint")}
        controls={
          <Choice
            label={t("analytics.byOf")}
            value={search.by ?? ""}
            values={["", ...DIMENSIONS]}
            text={(by) => (by === "" ? t("analytics.all") : t(`job-filter.name.${by}`))}
            onChange={(by) => change({ by: by === "" ? undefined : by })}
            data-testid="life-by"
          />
        }
        query={life}
        lead={({ total, left_out }) => (
          <p className="muted" data-testid="life-median">
            {t("analytics.onlineSays", { median: medianText(total, tools) })}{" "}
            {total.closed_only_median !== null &&
              t("analytics.onlineNaive", { naive: daysText(total.closed_only_median, tools) })}{" "}
            {left_out > 0 && t("analytics.onlineLeftOut", { number: count(left_out) })}
          </p>
        )}
        empty={({ total, groups }) =>
          total.closed === 0 && groups.every(({ closed }) => closed === 0) && noClosings
        }
        view={(data) => lifeView(data, tools)}
      />
      <AnalyticsPanel
        id="closings"
        title={t("analytics.closings")}
        hint={t("analytics.closingsHint")}
        query={trend}
        empty={({ days }) => days.every(({ closed }) => closed === null) && noClosings}
        view={(data) => closingsView(data, tools)}
      />
      <AnalyticsPanel
        id="reposts"
        title={t("analytics.reposts")}
        hint={t("analytics.repostsHint")}
        query={reposts}
        lead={({ totals }) =>
          totals !== null &&
          totals.reposts > 0 && (
            <p className="muted">
              {t("analytics.repostsSay", {
                reposts: count(totals.reposts),
                share: percent(totals.share),
                chains: count(totals.chains),
              })}
            </p>
          )
        }
        empty={({ items, reason }) =>
          items === null || reason !== null ? (
            <EmptyState
              title={t("analytics.repostsUnsaid", { reason: t(`figure.reason.${reason ?? "too_few"}`) })}
              hint={t("analytics.noClosingsHint")}
            />
          ) : (
            items.length === 0 && (
              <EmptyState title={t("analytics.noReposts")} hint={t("analytics.noClosingsHint")} />
            )
          )
        }
        view={(data) =>
          repostsView(data, tools, ({ company, company_id }) =>
            change(narrowTo("company", { value: company, company_id })),
          )
        }
      />
    </>
  );
}
