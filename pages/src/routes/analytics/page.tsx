/** Analytics: figures over the postings that a filter chooses. */
import { ExportButton } from "../../ui/export-button.tsx";
import { JobFilterBar } from "../../ui/job-filter/job-filter-bar.tsx";
import { PageFrame } from "../../ui/page-frame.tsx";
import { PageForbidden } from "../../ui/page-states.tsx";
import { CompaniesTab } from "./companies-tab.tsx";
import { CompareTab } from "./compare-tab.tsx";
import { DistributionTab } from "./distribution-tab.tsx";
import { IndexTab } from "./index-tab.tsx";
import { OverviewTab } from "./overview-tab.tsx";
import { SalaryTab } from "./salary-tab.tsx";
import type { Tab } from "./search.ts";
import { SkillsTab } from "./skills-tab.tsx";
import { Tabs, useTabs } from "./tabs.tsx";
import { useAnalytics } from "./use-analytics.ts";
import { useChoices } from "./use-choices.ts";
import { useViewTools } from "./view-tools.ts";
import "../../ui/page-tabs.css";
import "./analytics.css";

const CONTENTS: Record<Tab, () => React.ReactNode> = {
  overview: OverviewTab,
  distribution: DistributionTab,
  salary: SalaryTab,
  skills: SkillsTab,
  companies: CompaniesTab,
  compare: CompareTab,
  index: IndexTab,
};

export function AnalyticsPage() {
  const { t } = useViewTools();
  const { search, filter, change } = useAnalytics();
  const { choices, open } = useChoices(filter);
  const tabs = useTabs();
  const [first] = tabs;
  if (first === undefined) return <PageForbidden />;
  const tab = search.tab !== undefined && tabs.includes(search.tab) ? search.tab : first;
  const Content = CONTENTS[tab];
  return (
    <PageFrame
      title={t("nav.analytics")}
      testId="analytics"
      actions={<ExportButton subject="jobs" filter={filter} />}
    >
      <JobFilterBar filter={filter} onChange={change} choices={choices} onOpen={open} />
      <Tabs tabs={tabs} open={tab} />
      <Content key={tab} />
    </PageFrame>
  );
}
