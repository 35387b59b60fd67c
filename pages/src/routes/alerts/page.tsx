/** Alerts: what is wrong now, the rules that say so, and whom they tell. */
import { Link } from "@tanstack/react-router";
import { type ComponentType, lazy, Suspense } from "react";
import type { ApiRoute } from "../../../../workers/api/client-type.ts";
import { useCan } from "../../auth/me.ts";
import { useTexts } from "../../i18n/texts.ts";
import { LoadingCard } from "../../ui/loading-card.tsx";
import { PageFrame } from "../../ui/page-frame.tsx";
import { AddButton } from "../../ui/permission-button.tsx";
import { AlertsTab } from "./alerts-tab.tsx";
import { AlertDrawer } from "./drawer.tsx";
import { type AlertTab, TABS } from "./search.ts";
import { texts } from "./texts.ts";
import { useAlertSearch } from "./use-alert-search.ts";
import "../../ui/page-tabs.css";

const MODULES: Record<AlertTab, { route: ApiRoute; add?: ApiRoute; Content: ComponentType }> = {
  alerts: { route: "GET /api/v1/alerts", Content: AlertsTab },
  rules: {
    route: "GET /api/v1/alert-rules",
    add: "POST /api/v1/alert-rules",
    Content: lazy(async () => ({ default: (await import("./rules-tab.tsx")).RulesTab })),
  },
  channels: {
    route: "GET /api/v1/alert-channels",
    add: "POST /api/v1/alert-channels",
    Content: lazy(async () => ({ default: (await import("./channels-tab.tsx")).ChannelsTab })),
  },
  messages: {
    route: "GET /api/v1/alert-messages",
    Content: lazy(async () => ({ default: (await import("./messages-tab.tsx")).MessagesTab })),
  },
};

export function AlertsPage() {
  const { t } = useTexts(texts);
  const can = useCan();
  const { search, change } = useAlertSearch();
  const tabs = TABS.filter((name) => can(MODULES[name].route));
  const tab = search.tab !== undefined && tabs.includes(search.tab) ? search.tab : "alerts";
  const { Content, add } = MODULES[tab];
  const button = add && (
    <AddButton route={add} onClick={() => change({ edit: "new" })} data-testid="add-alert-record">
      {t(tab === "rules" ? "alerts.addRule" : "alerts.addChannel")}
    </AddButton>
  );
  return (
    <PageFrame title={t("nav.alerts")} testId="alerts" actions={button}>
      <nav className="page-tabs" aria-label={t("alerts.tabs")}>
        {tabs.map((name) => (
          <Link
            key={name}
            to="/alerts"
            search={name === "alerts" ? {} : { tab: name }}
            className={name === tab ? "page-tab is-open" : "page-tab"}
            aria-current={name === tab ? "page" : undefined}
            data-testid={`tab-${name}`}
          >
            {t(`alerts.tab.${name}`)}
          </Link>
        ))}
      </nav>
      <Suspense fallback={<LoadingCard />}>
        <Content key={tab} />
      </Suspense>
      <AlertDrawer id={search.open} onClose={() => change({ open: undefined })} />
    </PageFrame>
  );
}
