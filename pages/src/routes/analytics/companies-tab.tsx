/** Shows which companies have most postings and which working times they state. */
import { useQuery } from "@tanstack/react-query";
import { figureCompanies, figureWorkingTime } from "../../api/figures.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { AnalyticsPanel } from "./analytics-panel.tsx";
import { companiesView, companyTimesView, statedView } from "./companies-view.ts";
import { narrowTo } from "./narrow-to.ts";
import { useAnalytics } from "./use-analytics.ts";
import { useViewTools } from "./view-tools.ts";

export function CompaniesTab() {
  const tools = useViewTools();
  const { filter, change } = useAnalytics();
  const companies = useQuery(figureCompanies(filter));
  const times = useQuery(figureWorkingTime(filter));
  const { t, count } = tools;
  const noTimes = <EmptyState title={t("analytics.noTimes")} hint={t("analytics.noTimesHint")} />;
  return (
    <>
      <AnalyticsPanel
        id="companies"
        title={t("analytics.topCompanies")}
        hint={t("analytics.topCompaniesHint")}
        query={companies}
        view={(data) =>
          companiesView(data, tools, ({ company, company_id }) =>
            change(narrowTo("company", { value: company, company_id })),
          )
        }
      />
      <AnalyticsPanel
        id="working-time"
        title={t("analytics.workingTime")}
        query={times}
        lead={({ stated, card }) => (
          <p className="muted">
            {t("analytics.workingTimeHint", { stated: count(stated), n: count(card.n) })}
          </p>
        )}
        empty={({ stated }) => stated === 0 && noTimes}
        view={(data) => statedView(data, tools)}
      />
      <AnalyticsPanel
        id="company-times"
        title={t("analytics.workingCompanies")}
        hint={t("analytics.workingCompaniesHint")}
        query={times}
        empty={(data) => data.companies.length === 0 && noTimes}
        view={(data) => companyTimesView(data, tools)}
      />
    </>
  );
}
