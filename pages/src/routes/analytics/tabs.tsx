/** The parts of the page as links: the address says which one is open, and Back goes to the one before. */
import { Link } from "@tanstack/react-router";
import type { ApiRoute } from "../../../../workers/api/client-type.ts";
import { useCan } from "../../auth/me.ts";
import { TABS, type Tab } from "./search.ts";
import { useAnalytics } from "./use-analytics.ts";
import { useViewTools } from "./view-tools.ts";

/** The route without which a part has nothing to show. */
const ROUTES: Record<Tab, ApiRoute> = {
  overview: "GET /api/v1/analytics/overview",
  distribution: "GET /api/v1/analytics/distributions/{dimension}",
  salary: "GET /api/v1/analytics/salary",
  skills: "GET /api/v1/analytics/skill-value",
  companies: "GET /api/v1/analytics/companies",
  life: "GET /api/v1/analytics/life",
  compare: "GET /api/v1/analytics/comparison",
  index: "GET /api/v1/analytics/index",
};

/** The parts that this person may see. */
export function useTabs(): Tab[] {
  const can = useCan();
  return TABS.filter((tab) => can(ROUTES[tab]));
}

const showTab = (tab: HTMLAnchorElement | null) =>
  tab?.scrollIntoView({ block: "nearest", inline: "nearest" });

export function Tabs({ tabs, open }: { tabs: readonly Tab[]; open: Tab }) {
  const { t } = useViewTools();
  const { search } = useAnalytics();
  return (
    <nav className="page-tabs" aria-label={t("analytics.tabs")}>
      {tabs.map((tab) => (
        <Link
          key={tab}
          to="/analytics"
          search={{ ...search, tab: tab === tabs[0] ? undefined : tab }}
          className={tab === open ? "page-tab is-open" : "page-tab"}
          aria-current={tab === open ? "page" : undefined}
          // On a narrow screen the tabs scroll, and a link may open any of them.
          ref={tab === open ? showTab : undefined}
          data-testid={`tab-${tab}`}
        >
          {t(`analytics.tab.${tab}`)}
        </Link>
      ))}
    </nav>
  );
}
