/** Matches: companies, and postings, that may be the same, for a person to decide. */
import { Link } from "@tanstack/react-router";
import { type ComponentType, lazy, Suspense } from "react";
import type { ApiRoute } from "../../../../workers/api/client-type.ts";
import { useCan } from "../../auth/me.ts";
import { useTexts } from "../../i18n/texts.ts";
import { BulkHost } from "../../ui/bulk/bulk-opener.tsx";
import { LoadingCard } from "../../ui/loading-card.tsx";
import { PageFrame } from "../../ui/page-frame.tsx";
import { PageForbidden } from "../../ui/page-states.tsx";
import { type MatchTab, TABS } from "./search.ts";
import { texts } from "./texts.ts";
import { useMatchSearch } from "./use-match-search.ts";
import "../../ui/page-tabs.css";
import "./matches.css";

interface TabModule {
  /** The route without which the tab has nothing to show. */
  route: ApiRoute;
  /** It is loaded when the tab is first opened. */
  Content: ComponentType;
}

const MODULES: Record<MatchTab, TabModule> = {
  companies: {
    route: "GET /api/v1/company-pairs",
    Content: lazy(async () => ({ default: (await import("./companies-tab.tsx")).CompaniesTab })),
  },
  jobs: {
    route: "GET /api/v1/job-pairs",
    Content: lazy(async () => ({ default: (await import("./jobs-tab.tsx")).JobsTab })),
  },
};

export function MatchesPage() {
  const { t } = useTexts(texts);
  const can = useCan();
  const { tab: wanted } = useMatchSearch().search;
  const tabs = TABS.filter((tab) => can(MODULES[tab].route));
  const [first] = tabs;
  if (first === undefined) return <PageForbidden />;
  const tab = wanted !== undefined && tabs.includes(wanted) ? wanted : first;
  const { Content } = MODULES[tab];
  return (
    <BulkHost>
      <PageFrame title={t("nav.matches")} testId="matches">
        {tabs.length > 1 && (
          <nav className="page-tabs" aria-label={t("matches.tabs")}>
            {tabs.map((name) => (
              <Link
                key={name}
                to="/matches"
                search={name === first ? {} : { tab: name }}
                className={name === tab ? "page-tab is-open" : "page-tab"}
                aria-current={name === tab ? "page" : undefined}
                data-testid={`tab-${name}`}
              >
                {t(`matches.tab.${name}`)}
              </Link>
            ))}
          </nav>
        )}
        <Suspense fallback={<LoadingCard />}>
          <Content key={tab} />
        </Suspense>
      </PageFrame>
    </BulkHost>
  );
}
