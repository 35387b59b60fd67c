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
  access: { title: { en: "Access", zh: "权限" }, icon: "safety" },
} as const;
export type MenuGroupName = keyof typeof MENU_GROUPS;

/**
 * In the order of the side menu. The names are the keys of the menus in D1 and the folders under
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
    menu: { icon: "tags", group: null, roles: ["operator", "analyst"] },
  },
  jobs: {
    path: "/jobs",
    permission: "GET /api/v1/jobs",
    title: { en: "Postings", zh: "职位" },
    menu: { icon: "file-search", group: null, roles: ["operator", "analyst"] },
  },
  companies: {
    path: "/companies",
    permission: "GET /api/v1/companies",
    title: { en: "Companies", zh: "公司" },
    menu: { icon: "appstore", group: null, roles: ["operator", "analyst"] },
  },
  matches: {
    path: "/matches",
    permission: "GET /api/v1/company-pairs",
    title: { en: "Matches", zh: "查重" },
    menu: { icon: "audit", group: null, roles: ["operator", "analyst"] },
  },
  "company-queue": {
    path: "/company-queue",
    permission: "GET /api/v1/company-queue",
    title: { en: "Cleaning queue", zh: "清洗队列" },
    menu: null,
  },
  coverage: {
    path: "/coverage",
    permission: "GET /api/v1/coverage",
    title: { en: "Coverage", zh: "覆盖率" },
    menu: { icon: "global", group: null, roles: ["operator", "analyst"] },
  },
  analytics: {
    path: "/analytics",
    permission: "GET /api/v1/analytics/overview",
    title: { en: "Analytics", zh: "分析" },
    menu: { icon: "bar-chart", group: null, roles: ["operator", "analyst"] },
  },
  exports: {
    path: "/exports",
    permission: "GET /api/v1/exports",
    title: { en: "Exports", zh: "导出" },
    menu: { icon: "export", group: null, roles: ["operator", "analyst"] },
  },
  nodes: {
    path: "/nodes",
    permission: "GET /api/v1/nodes",
    title: { en: "Nodes", zh: "节点" },
    menu: { icon: "cluster", group: null, roles: ["operator"] },
  },
  ingest: {
    path: "/ingest",
    permission: "GET /api/v1/ingest/dead-letters",
    title: { en: "Ingest", zh: "入库" },
    menu: { icon: "database", group: null, roles: ["operator"] },
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
  "api-keys": {
    path: "/api-keys",
    permission: "GET /api/v1/api-keys",
    title: { en: "API keys", zh: "API 密钥" },
    menu: { icon: "key", group: null, roles: ["operator"] },
  },
  "audit-log": {
    path: "/audit-log",
    permission: "GET /api/v1/audit-log",
    title: { en: "Audit log", zh: "审计日志" },
    menu: { icon: "audit", group: null, roles: [] },
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
