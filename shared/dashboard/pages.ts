/**
 * The pages of the dashboard. Router, side menu, page titles and the seeded menus and roles follow from these
 * records. CONTRIBUTING.md lists what else a new page needs.
 */
import type { BuiltInRole } from "../contracts/access.ts";

export interface DashboardPage {
  path: `/${string}`;
  /** The route without which the page has nothing to show (`GET /api/v1/jobs`); null: open to everybody. */
  permission: string | null;
  title: { en: string; zh: string };
  /** Entry in the side menu; null for a page that is linked from elsewhere. */
  menu: {
    /** Name in `pages/src/app/menu-icons.tsx`. */
    icon: string;
    group: MenuGroupName | null;
    /** Built-in roles that get the entry when it is new; superuser and admin always get it. */
    roles: readonly SeededRole[];
  } | null;
}

/** Built-in roles whose menu is a choice: superuser and admin have every entry, nodes have none. */
type SeededRole = Extract<BuiltInRole, "operator" | "analyst">;

/** Entries of the side menu that hold pages and have no page of their own. */
export const MENU_GROUPS = {
  collection: { title: { en: "Collection", zh: "数据采集" }, icon: "cluster" },
  data: { title: { en: "Data", zh: "数据" }, icon: "bar-chart" },
  governance: { title: { en: "Governance", zh: "数据治理" }, icon: "safety" },
  administration: { title: { en: "System", zh: "系统" }, icon: "setting" },
  access: { title: { en: "Access", zh: "权限" }, icon: "team" },
} as const;
export type MenuGroupName = keyof typeof MENU_GROUPS;

/**
 * In the order of the side menu, the pages of a group side by side. The names are the keys of the menus in D1 and the folders under
 * `pages/src/routes`: a page that exists keeps its name.
 */
export const PAGES = {
  overview: {
    path: "/",
    permission: "GET /api/v1/platforms",
    title: { en: "Overview", zh: "概览" },
    menu: { icon: "dashboard", group: null, roles: ["operator", "analyst"] },
  },
  keywords: {
    path: "/keywords",
    permission: "GET /api/v1/keywords",
    title: { en: "Keywords", zh: "关键词" },
    menu: { icon: "tags", group: "collection", roles: ["operator", "analyst"] },
  },
  tasks: {
    path: "/tasks",
    permission: "GET /api/v1/tasks",
    title: { en: "Tasks", zh: "任务" },
    menu: { icon: "cloud-server", group: "collection", roles: ["operator"] },
  },
  "bulk-actions": {
    path: "/bulk-actions",
    permission: "GET /api/v1/bulk-actions",
    title: { en: "Bulk actions", zh: "批量操作" },
    menu: { icon: "appstore", group: "collection", roles: ["operator", "analyst"] },
  },
  schedules: {
    path: "/schedules",
    permission: "GET /api/v1/schedules",
    title: { en: "Schedules", zh: "计划任务" },
    menu: { icon: "calendar", group: "collection", roles: ["operator", "analyst"] },
  },
  nodes: {
    path: "/nodes",
    permission: "GET /api/v1/nodes",
    title: { en: "Nodes", zh: "节点" },
    menu: { icon: "cluster", group: "collection", roles: ["operator"] },
  },
  ingest: {
    path: "/ingest",
    permission: "GET /api/v1/ingest/dead-letters",
    title: { en: "Ingest", zh: "入库" },
    menu: { icon: "database", group: "collection", roles: ["operator"] },
  },
  jobs: {
    path: "/jobs",
    permission: "GET /api/v1/jobs",
    title: { en: "Postings", zh: "职位" },
    menu: { icon: "file-search", group: "data", roles: ["operator", "analyst"] },
  },
  companies: {
    path: "/companies",
    permission: "GET /api/v1/companies",
    title: { en: "Companies", zh: "公司" },
    menu: { icon: "appstore", group: "data", roles: ["operator", "analyst"] },
  },
  analytics: {
    path: "/analytics",
    permission: "GET /api/v1/analytics/overview",
    title: { en: "Analytics", zh: "分析" },
    menu: { icon: "bar-chart", group: "data", roles: ["operator", "analyst"] },
  },
  coverage: {
    path: "/coverage",
    permission: "GET /api/v1/coverage",
    title: { en: "Coverage", zh: "覆盖率" },
    menu: { icon: "global", group: "data", roles: ["operator", "analyst"] },
  },
  exports: {
    path: "/exports",
    permission: "GET /api/v1/exports",
    title: { en: "Exports", zh: "导出" },
    menu: { icon: "export", group: "data", roles: ["operator", "analyst"] },
  },
  subscriptions: {
    path: "/subscriptions",
    permission: "GET /api/v1/subscriptions",
    title: { en: "Subscriptions", zh: "我的订阅" },
    menu: { icon: "file-text", group: "data", roles: ["operator", "analyst"] },
  },
  quality: {
    path: "/quality",
    permission: "GET /api/v1/quality",
    title: { en: "Data quality", zh: "数据质量" },
    menu: { icon: "safety", group: "governance", roles: ["operator", "analyst"] },
  },
  quarantine: {
    path: "/quarantine",
    permission: "GET /api/v1/quarantine",
    title: { en: "Quarantine", zh: "隔离区" },
    menu: { icon: "bell", group: "governance", roles: ["operator"] },
  },
  matches: {
    path: "/matches",
    permission: "GET /api/v1/company-pairs",
    title: { en: "Matches", zh: "查重" },
    menu: { icon: "audit", group: "governance", roles: ["operator", "analyst"] },
  },
  "company-queue": {
    path: "/company-queue",
    permission: "GET /api/v1/company-queue",
    title: { en: "Cleaning queue", zh: "清洗队列" },
    menu: { icon: "cloud-server", group: "governance", roles: ["operator", "analyst"] },
  },
  recleans: {
    path: "/recleans",
    permission: "GET /api/v1/recleans",
    title: { en: "Re-clean", zh: "重新清洗" },
    menu: { icon: "calendar", group: "governance", roles: ["operator"] },
  },
  skills: {
    path: "/skills",
    permission: "GET /api/v1/skills",
    title: { en: "Skills", zh: "技能词典" },
    menu: { icon: "tool", group: "governance", roles: ["operator", "analyst"] },
  },
  dictionaries: {
    path: "/dictionaries",
    permission: "GET /api/v1/dictionaries",
    title: { en: "Dictionaries", zh: "字典" },
    menu: { icon: "file-text", group: "governance", roles: ["operator"] },
  },
  system: {
    path: "/system",
    permission: "GET /api/v1/metrics",
    title: { en: "Monitoring", zh: "监控" },
    menu: { icon: "dashboard", group: "administration", roles: ["operator"] },
  },
  alerts: {
    path: "/alerts",
    permission: "GET /api/v1/alerts",
    title: { en: "Alerts", zh: "告警" },
    menu: { icon: "bell", group: "administration", roles: ["operator"] },
  },
  webhooks: {
    path: "/webhooks",
    permission: "GET /api/v1/webhook-endpoints",
    title: { en: "Webhooks", zh: "Webhook" },
    menu: { icon: "api", group: "administration", roles: ["operator"] },
  },
  "api-keys": {
    path: "/api-keys",
    permission: "GET /api/v1/api-keys",
    title: { en: "API keys", zh: "API 密钥" },
    menu: { icon: "key", group: "administration", roles: ["operator"] },
  },
  "audit-log": {
    path: "/audit-log",
    permission: "GET /api/v1/audit-log",
    title: { en: "Audit log", zh: "审计日志" },
    menu: { icon: "audit", group: "administration", roles: [] },
  },
  users: {
    path: "/users",
    permission: "GET /api/v1/users",
    title: { en: "Users", zh: "用户" },
    menu: { icon: "user", group: "access", roles: [] },
  },
  roles: {
    path: "/roles",
    permission: "GET /api/v1/roles",
    title: { en: "Roles", zh: "角色" },
    menu: { icon: "team", group: "access", roles: [] },
  },
  departments: {
    path: "/departments",
    permission: "GET /api/v1/departments",
    title: { en: "Departments", zh: "部门" },
    menu: { icon: "apartment", group: "access", roles: [] },
  },
  menus: {
    path: "/menus",
    permission: "GET /api/v1/menus",
    title: { en: "Menus", zh: "菜单" },
    menu: { icon: "menu", group: "access", roles: [] },
  },
  account: {
    path: "/account",
    permission: null,
    title: { en: "My account", zh: "我的账号" },
    menu: null,
  },
} as const satisfies Record<string, DashboardPage>;

export type PageName = keyof typeof PAGES;
export const PAGE_NAMES = Object.keys(PAGES) as PageName[];

/** The title of every page in one language, by the page's name. */
export const pageTitles = (language: "en" | "zh") =>
  Object.fromEntries(PAGE_NAMES.map((name) => [name, PAGES[name].title[language]])) as Record<
    PageName,
    string
  >;
