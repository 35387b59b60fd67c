/**
 * What the router needs of each page besides its record: the component, which is a chunk of its own, and the reader
 * of the filters in the address, if the page has any. A page without an entry is a compile error.
 */
import { lazyRouteComponent, type RouteComponent } from "@tanstack/react-router";
import type { PageName } from "../../../shared/dashboard/pages.ts";
import type { UserFilter } from "../api/users.ts";
import type { AlertSearch } from "../routes/alerts/search.ts";
import type { AnalyticsSearch } from "../routes/analytics/search.ts";
import type { AuditSearch } from "../routes/audit-log/search.ts";
import type { BulkSearch } from "../routes/bulk-actions/search.ts";
import type { CompanySearch } from "../routes/companies/search.ts";
import type { QueueSearch } from "../routes/company-queue/search.ts";
import type { CoverageSearch } from "../routes/coverage/search.ts";
import type { DictionariesSearch } from "../routes/dictionaries/search.ts";
import type { ExportSearch } from "../routes/exports/search.ts";
import type { JobSearch } from "../routes/jobs/search.ts";
import type { KeywordSearch } from "../routes/keywords/search.ts";
import type { MatchSearch } from "../routes/matches/search.ts";
import type { NodeSearch } from "../routes/nodes/search.ts";
import type { QualitySearch } from "../routes/quality/search.ts";
import type { QuarantineSearch } from "../routes/quarantine/search.ts";
import type { RecleanSearch } from "../routes/recleans/search.ts";
import type { ScheduleSearch } from "../routes/schedules/search.ts";
import type { SkillSearch } from "../routes/skills/search.ts";
import type { SubscriptionSearch } from "../routes/subscriptions/search.ts";
import type { SystemSearch } from "../routes/system/search.ts";
import type { TaskSearch } from "../routes/tasks/search.ts";
import type { WebhookSearch } from "../routes/webhooks/search.ts";

export interface PageModule {
  component: RouteComponent;
  /** @param raw search parameters as the address has them */
  search?: (raw: Record<string, unknown>) => object;
}

/** The page itself reads its address, so that the frame carries no reader. Others link to it with what it knows. */
const readByPage = <Search extends object>(raw: Record<string, unknown>): Search => raw as Search;

export const PAGE_MODULES = {
  overview: {
    component: lazyRouteComponent(() => import("../routes/overview/page.tsx"), "OverviewPage"),
  },
  keywords: {
    component: lazyRouteComponent(() => import("../routes/keywords/page.tsx"), "KeywordsPage"),
    search: readByPage<KeywordSearch>,
  },
  jobs: {
    component: lazyRouteComponent(() => import("../routes/jobs/page.tsx"), "JobsPage"),
    search: readByPage<JobSearch>,
  },
  companies: {
    component: lazyRouteComponent(() => import("../routes/companies/page.tsx"), "CompaniesPage"),
    search: readByPage<CompanySearch>,
  },
  "company-queue": {
    component: lazyRouteComponent(() => import("../routes/company-queue/page.tsx"), "CompanyQueuePage"),
    search: readByPage<QueueSearch>,
  },
  matches: {
    component: lazyRouteComponent(() => import("../routes/matches/page.tsx"), "MatchesPage"),
    search: readByPage<MatchSearch>,
  },
  coverage: {
    component: lazyRouteComponent(() => import("../routes/coverage/page.tsx"), "CoveragePage"),
    search: readByPage<CoverageSearch>,
  },
  analytics: {
    component: lazyRouteComponent(() => import("../routes/analytics/page.tsx"), "AnalyticsPage"),
    search: readByPage<AnalyticsSearch>,
  },
  skills: {
    component: lazyRouteComponent(() => import("../routes/skills/page.tsx"), "SkillsPage"),
    search: readByPage<SkillSearch>,
  },
  subscriptions: {
    component: lazyRouteComponent(() => import("../routes/subscriptions/page.tsx"), "SubscriptionsPage"),
    search: readByPage<SubscriptionSearch>,
  },
  exports: {
    component: lazyRouteComponent(() => import("../routes/exports/page.tsx"), "ExportsPage"),
    search: readByPage<ExportSearch>,
  },
  schedules: {
    component: lazyRouteComponent(() => import("../routes/schedules/page.tsx"), "SchedulesPage"),
    search: readByPage<ScheduleSearch>,
  },
  tasks: {
    component: lazyRouteComponent(() => import("../routes/tasks/page.tsx"), "TasksPage"),
    search: readByPage<TaskSearch>,
  },
  "bulk-actions": {
    component: lazyRouteComponent(() => import("../routes/bulk-actions/page.tsx"), "BulkActionsPage"),
    search: readByPage<BulkSearch>,
  },
  alerts: {
    component: lazyRouteComponent(() => import("../routes/alerts/page.tsx"), "AlertsPage"),
    search: readByPage<AlertSearch>,
  },
  webhooks: {
    component: lazyRouteComponent(() => import("../routes/webhooks/page.tsx"), "WebhooksPage"),
    search: readByPage<WebhookSearch>,
  },
  nodes: {
    component: lazyRouteComponent(() => import("../routes/nodes/page.tsx"), "NodesPage"),
    search: readByPage<NodeSearch>,
  },
  ingest: {
    component: lazyRouteComponent(() => import("../routes/ingest/page.tsx"), "IngestPage"),
  },
  quality: {
    component: lazyRouteComponent(() => import("../routes/quality/page.tsx"), "QualityPage"),
    search: readByPage<QualitySearch>,
  },
  quarantine: {
    component: lazyRouteComponent(() => import("../routes/quarantine/page.tsx"), "QuarantinePage"),
    search: readByPage<QuarantineSearch>,
  },
  recleans: {
    component: lazyRouteComponent(() => import("../routes/recleans/page.tsx"), "RecleansPage"),
    search: readByPage<RecleanSearch>,
  },
  dictionaries: {
    component: lazyRouteComponent(() => import("../routes/dictionaries/page.tsx"), "DictionariesPage"),
    search: readByPage<DictionariesSearch>,
  },
  system: {
    component: lazyRouteComponent(() => import("../routes/system/page.tsx"), "SystemPage"),
    search: readByPage<SystemSearch>,
  },
  users: {
    component: lazyRouteComponent(() => import("../routes/users/page.tsx"), "UsersPage"),
    search: readByPage<UserFilter>,
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
    search: readByPage<AuditSearch>,
  },
  account: {
    component: lazyRouteComponent(() => import("../routes/account/page.tsx"), "AccountPage"),
  },
} satisfies Record<PageName, PageModule>;

/** Type of a page's search reader; undefined for a page without filters in the address. */
export type SearchReader<Name extends PageName> = (typeof PAGE_MODULES)[Name] extends { search: infer Read }
  ? Read
  : undefined;
