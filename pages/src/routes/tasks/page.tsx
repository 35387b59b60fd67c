/** Tasks: what runs and waits, batches, queues, and what has ended. */
import { Link } from "@tanstack/react-router";
import { type ComponentType, lazy, Suspense } from "react";
import type { ApiRoute } from "../../../../workers/api/client-type.ts";
import { useCan } from "../../auth/me.ts";
import { useTexts } from "../../i18n/texts.ts";
import { BulkHost } from "../../ui/bulk/bulk-opener.tsx";
import { LoadingCard } from "../../ui/loading-card.tsx";
import { PageFrame } from "../../ui/page-frame.tsx";
import { AddButton } from "../../ui/permission-button.tsx";
import { TaskDrawer } from "./drawer.tsx";
import { NewTaskDialog } from "./new-task.tsx";
import { TABS, type TaskTab } from "./search.ts";
import { TasksTab } from "./tasks-tab.tsx";
import { texts } from "./texts.ts";
import { useTaskSearch } from "./use-task-search.ts";
import "../../ui/page-tabs.css";

const MODULES: Record<TaskTab, { route: ApiRoute; Content: ComponentType }> = {
  tasks: { route: "GET /api/v1/tasks", Content: TasksTab },
  batches: {
    route: "GET /api/v1/task-batches",
    Content: lazy(async () => ({ default: (await import("./batches-tab.tsx")).BatchesTab })),
  },
  queues: {
    route: "GET /api/v1/tasks/queues",
    Content: lazy(async () => ({ default: (await import("./queues-tab.tsx")).QueuesTab })),
  },
  history: {
    route: "GET /api/v1/tasks/history",
    Content: lazy(async () => ({ default: (await import("./history-tab.tsx")).HistoryTab })),
  },
};

export function TasksPage() {
  const { t } = useTexts(texts);
  const can = useCan();
  const { search, change } = useTaskSearch();
  const tabs = TABS.filter((name) => can(MODULES[name].route));
  const tab = search.tab !== undefined && tabs.includes(search.tab) ? search.tab : "tasks";
  const { Content } = MODULES[tab];
  const add = (
    <AddButton route="POST /api/v1/tasks" onClick={() => change({ add: "task" })} data-testid="add-task">
      {t("tasks.add")}
    </AddButton>
  );
  return (
    <BulkHost>
      <PageFrame title={t("nav.tasks")} testId="tasks" actions={add}>
        <nav className="page-tabs" aria-label={t("tasks.tabs")}>
          {tabs.map((name) => (
            <Link
              key={name}
              to="/tasks"
              search={name === "tasks" ? {} : { tab: name }}
              className={name === tab ? "page-tab is-open" : "page-tab"}
              aria-current={name === tab ? "page" : undefined}
              data-testid={`tab-${name}`}
            >
              {t(`tasks.tab.${name}`)}
            </Link>
          ))}
        </nav>
        <Suspense fallback={<LoadingCard />}>
          <Content key={tab} />
        </Suspense>
        {search.add && <NewTaskDialog onClose={() => change({ add: undefined })} />}
        <TaskDrawer id={search.open} onClose={() => change({ open: undefined })} />
      </PageFrame>
    </BulkHost>
  );
}
