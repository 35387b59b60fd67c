/** The routes: one for each page's record, the password reset, and "not found". Filters are part of the address. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type ResolveFullPath,
  type ResolveId,
  type Route,
} from "@tanstack/react-router";
import { PAGE_NAMES, PAGES, type PageName } from "../../../shared/dashboard/pages.ts";
import { readText } from "../routes/search-values.ts";
import { PageFailed, PageNotFound, PagePending } from "../ui/page-states.tsx";
import { GuardedLayout } from "./layout.tsx";
import { PAGE_MODULES, type PageModule, type SearchReader } from "./page-modules.ts";
import { parseSearch, stringifySearch } from "./search-format.ts";

const root = createRootRoute();

/** The link in a reset mail leads here: nobody is signed in. */
const resetPasswordRoute = createRoute({
  getParentRoute: () => root,
  path: "/reset-password",
  validateSearch: (raw: Record<string, unknown>) => ({ token: readText(raw.token) }),
  component: lazyRouteComponent(() => import("../auth/reset-password.tsx"), "ResetPassword"),
});

const guarded = createRoute({
  getParentRoute: () => root,
  id: "guarded",
  component: GuardedLayout,
});
const getParentRoute = () => guarded;
type Guarded = typeof guarded;

const notFoundRoute = createRoute({ getParentRoute, path: "$", component: PageNotFound });

type PathOf<Name extends PageName> = (typeof PAGES)[Name]["path"];
type PageRoute<Name extends PageName> = Route<
  unknown,
  Guarded,
  PathOf<Name>,
  ResolveFullPath<Guarded, PathOf<Name>>,
  string,
  ResolveId<Guarded, string, PathOf<Name>>,
  SearchReader<Name>
>;

// `Object.fromEntries` forgets which page has which path and filters; links and `useSearch` need to know it.
const pageRoutes = Object.fromEntries(
  PAGE_NAMES.map((name) => {
    const { component, search }: PageModule = PAGE_MODULES[name];
    return [name, createRoute({ getParentRoute, path: PAGES[name].path, validateSearch: search, component })];
  }),
) as unknown as { [Name in PageName]: PageRoute<Name> };

export const router = createRouter({
  routeTree: root.addChildren([resetPasswordRoute, guarded.addChildren({ ...pageRoutes, notFoundRoute })]),
  parseSearch,
  stringifySearch,
  defaultPreload: "intent",
  // The placeholder is shown at once, so that the frame is drawn, and its session checked, while the page's file loads.
  defaultPendingMs: 0,
  defaultPendingMinMs: 0,
  defaultPendingComponent: PagePending,
  defaultErrorComponent: PageFailed,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
