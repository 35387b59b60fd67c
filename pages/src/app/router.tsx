/** Table of the pages. Each page is its own chunk; its filters live in the address, so that a view can be shared. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { readJobSearch } from "../routes/jobs/search.ts";
import { readKeywordSearch } from "../routes/keywords/search.ts";
import { PageFailed, PageNotFound, PagePending } from "../ui/page-states.tsx";
import { Layout } from "./layout.tsx";

const root = createRootRoute({ component: Layout, notFoundComponent: PageNotFound });

export const overviewRoute = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: lazyRouteComponent(() => import("../routes/overview/page.tsx"), "OverviewPage"),
});

export const keywordsRoute = createRoute({
  getParentRoute: () => root,
  path: "/keywords",
  validateSearch: readKeywordSearch,
  component: lazyRouteComponent(() => import("../routes/keywords/page.tsx"), "KeywordsPage"),
});

export const jobsRoute = createRoute({
  getParentRoute: () => root,
  path: "/jobs",
  validateSearch: readJobSearch,
  component: lazyRouteComponent(() => import("../routes/jobs/page.tsx"), "JobsPage"),
});

export const router = createRouter({
  routeTree: root.addChildren([overviewRoute, keywordsRoute, jobsRoute]),
  defaultPreload: "intent",
  defaultPendingComponent: PagePending,
  defaultErrorComponent: PageFailed,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
