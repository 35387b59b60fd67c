/** Table of the pages. Each page is its own chunk; its filters live in the address, so that a view can be shared. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { ResetPassword } from "../auth/reset-password.tsx";
import { readAuditSearch } from "../routes/audit-log/search.ts";
import { readJobSearch } from "../routes/jobs/search.ts";
import { readKeywordSearch } from "../routes/keywords/search.ts";
import { readText } from "../routes/search-values.ts";
import { readUserSearch } from "../routes/users/search.ts";
import { PageFailed, PageNotFound, PagePending } from "../ui/page-states.tsx";
import { GuardedLayout } from "./layout.tsx";
import { PAGES } from "./pages.ts";

const root = createRootRoute();

/** Where the mailed link leads: nobody is signed in there. */
const resetPasswordRoute = createRoute({
  getParentRoute: () => root,
  path: "/reset-password",
  validateSearch: (raw: Record<string, unknown>) => ({ token: readText(raw.token) }),
  component: ResetPassword,
});

const guarded = createRoute({
  getParentRoute: () => root,
  id: "guarded",
  component: GuardedLayout,
});
const getParentRoute = () => guarded;

const notFoundRoute = createRoute({ getParentRoute, path: "$", component: PageNotFound });

const overviewRoute = createRoute({
  getParentRoute,
  path: PAGES.overview.path,
  component: lazyRouteComponent(() => import("../routes/overview/page.tsx"), "OverviewPage"),
});

const keywordsRoute = createRoute({
  getParentRoute,
  path: PAGES.keywords.path,
  validateSearch: readKeywordSearch,
  component: lazyRouteComponent(() => import("../routes/keywords/page.tsx"), "KeywordsPage"),
});

const jobsRoute = createRoute({
  getParentRoute,
  path: PAGES.jobs.path,
  validateSearch: readJobSearch,
  component: lazyRouteComponent(() => import("../routes/jobs/page.tsx"), "JobsPage"),
});

const ingestRoute = createRoute({
  getParentRoute,
  path: PAGES.ingest.path,
  component: lazyRouteComponent(() => import("../routes/ingest/page.tsx"), "IngestPage"),
});

const nodesRoute = createRoute({
  getParentRoute,
  path: PAGES.nodes.path,
  component: lazyRouteComponent(() => import("../routes/nodes/page.tsx"), "NodesPage"),
});

const usersRoute = createRoute({
  getParentRoute,
  path: PAGES.users.path,
  validateSearch: readUserSearch,
  component: lazyRouteComponent(() => import("../routes/users/page.tsx"), "UsersPage"),
});

const rolesRoute = createRoute({
  getParentRoute,
  path: PAGES.roles.path,
  component: lazyRouteComponent(() => import("../routes/roles/page.tsx"), "RolesPage"),
});

const departmentsRoute = createRoute({
  getParentRoute,
  path: PAGES.departments.path,
  component: lazyRouteComponent(() => import("../routes/departments/page.tsx"), "DepartmentsPage"),
});

const menusRoute = createRoute({
  getParentRoute,
  path: PAGES.menus.path,
  component: lazyRouteComponent(() => import("../routes/menus/page.tsx"), "MenusPage"),
});

const apiKeysRoute = createRoute({
  getParentRoute,
  path: PAGES.apiKeys.path,
  component: lazyRouteComponent(() => import("../routes/api-keys/page.tsx"), "ApiKeysPage"),
});

const auditLogRoute = createRoute({
  getParentRoute,
  path: PAGES.auditLog.path,
  validateSearch: readAuditSearch,
  component: lazyRouteComponent(() => import("../routes/audit-log/page.tsx"), "AuditLogPage"),
});

const accountRoute = createRoute({
  getParentRoute,
  path: PAGES.account.path,
  component: lazyRouteComponent(() => import("../routes/account/page.tsx"), "AccountPage"),
});

export const router = createRouter({
  routeTree: root.addChildren([
    resetPasswordRoute,
    guarded.addChildren([
      overviewRoute,
      keywordsRoute,
      jobsRoute,
      ingestRoute,
      nodesRoute,
      usersRoute,
      rolesRoute,
      departmentsRoute,
      menusRoute,
      apiKeysRoute,
      auditLogRoute,
      accountRoute,
      notFoundRoute,
    ]),
  ]),
  defaultPreload: "intent",
  defaultPendingComponent: PagePending,
  defaultErrorComponent: PageFailed,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
