/**
 * What the router needs of each page besides its record: the component, which is a chunk of its own, and the reader
 * of the filters in the address, if the page has any. A page without an entry is a compile error.
 */
import { lazyRouteComponent, type RouteComponent } from "@tanstack/react-router";
import type { PageName } from "../../../shared/dashboard/pages.ts";
import type { AnalyticsSearch } from "../routes/analytics/search.ts";
import { readAuditSearch } from "../routes/audit-log/search.ts";
import type { CompanySearch } from "../routes/companies/search.ts";
import { readExportSearch } from "../routes/exports/search.ts";
import type { JobSearch } from "../routes/jobs/search.ts";
import { readKeywordSearch } from "../routes/keywords/search.ts";
import { readNodeSearch } from "../routes/nodes/search.ts";
import { readUserSearch } from "../routes/users/search.ts";

export interface PageModule {
  component: RouteComponent;
  /** @param raw search parameters as the address has them */
  search?: (raw: Record<string, unknown>) => object;
}

/**
 * For a page whose reader is too large for the frame: the page itself reads the address. Others may link to it with
 * the parameters that it knows.
 */
const readByPage = <Search extends object>(raw: Record<string, unknown>): Search => raw as Search;

export const PAGE_MODULES = {
  overview: {
    component: lazyRouteComponent(() => import("../routes/overview/page.tsx"), "OverviewPage"),
  },
  keywords: {
    component: lazyRouteComponent(() => import("../routes/keywords/page.tsx"), "KeywordsPage"),
    search: readKeywordSearch,
  },
  jobs: {
    component: lazyRouteComponent(() => import("../routes/jobs/page.tsx"), "JobsPage"),
    search: readByPage<JobSearch>,
  },
  companies: {
    component: lazyRouteComponent(() => import("../routes/companies/page.tsx"), "CompaniesPage"),
    search: readByPage<CompanySearch>,
  },
  analytics: {
    component: lazyRouteComponent(() => import("../routes/analytics/page.tsx"), "AnalyticsPage"),
    search: readByPage<AnalyticsSearch>,
  },
  exports: {
    component: lazyRouteComponent(() => import("../routes/exports/page.tsx"), "ExportsPage"),
    search: readExportSearch,
  },
  nodes: {
    component: lazyRouteComponent(() => import("../routes/nodes/page.tsx"), "NodesPage"),
    search: readNodeSearch,
  },
  ingest: {
    component: lazyRouteComponent(() => import("../routes/ingest/page.tsx"), "IngestPage"),
  },
  users: {
    component: lazyRouteComponent(() => import("../routes/users/page.tsx"), "UsersPage"),
    search: readUserSearch,
  },
  roles: {
    component: lazyRouteComponent(() => import("../routes/roles/page.tsx"), "RolesPage"),
  },
  departments: {
    component: lazyRouteComponent(() => import("../routes/departments/page.tsx"), "DepartmentsPage"),
  },
  menus: {
    component: lazyRouteComponent(() => import("../routes/menus/page.tsx"), "MenusPage"),
  },
  "api-keys": {
    component: lazyRouteComponent(() => import("../routes/api-keys/page.tsx"), "ApiKeysPage"),
  },
  "audit-log": {
    component: lazyRouteComponent(() => import("../routes/audit-log/page.tsx"), "AuditLogPage"),
    search: readAuditSearch,
  },
  account: {
    component: lazyRouteComponent(() => import("../routes/account/page.tsx"), "AccountPage"),
  },
} satisfies Record<PageName, PageModule>;

/** Type of a page's search reader; undefined for a page without filters in the address. */
export type SearchReader<Name extends PageName> = (typeof PAGE_MODULES)[Name] extends { search: infer Read }
  ? Read
  : undefined;
