/** What every installation begins with: built-in roles, what they may, and the dashboard's menus. */
import type { BuiltInRole, Reach, Scope } from "../../../shared/contracts/access.ts";
import { SCOPES } from "../../../shared/contracts/access.ts";

export interface RoleSeed {
  name: BuiltInRole;
  description: string;
  reach: Reach;
  seesRecruiters: boolean;
  superuser: boolean;
  /** A route that is new gets granted to the role when it belongs to one of these. */
  scopes: readonly Scope[];
  /** Keys of menus, granted in the same way; `*` for all. */
  menus: readonly string[];
}

export const ROLE_SEEDS: readonly RoleSeed[] = [
  {
    name: "superuser",
    description: "Everything, always",
    reach: "all",
    seesRecruiters: true,
    superuser: true,
    scopes: [],
    menus: ["*"],
  },
  {
    name: "admin",
    description: "Runs the system and its users",
    reach: "all",
    seesRecruiters: true,
    superuser: false,
    scopes: SCOPES,
    menus: ["*"],
  },
  {
    name: "operator",
    description: "Runs crawls: keywords, platforms, schedules, ingest",
    reach: "all",
    seesRecruiters: true,
    superuser: false,
    scopes: [
      "read",
      "keywords:write",
      "platforms:write",
      "schedules:write",
      "ingest:manage",
      "nodes:write",
      "proxies:write",
      // Nobody hands on more than they have: who registers nodes has what a node has.
      "ingest:write",
      "nodes:lease",
      "keys:write",
    ],
    menus: ["overview", "keywords", "jobs", "nodes", "ingest", "api-keys"],
  },
  {
    name: "analyst",
    description: "Reads; recruiters' names are masked",
    reach: "all",
    seesRecruiters: false,
    superuser: false,
    scopes: ["read"],
    menus: ["overview", "keywords", "jobs"],
  },
  {
    name: "node",
    description: "External crawler node",
    reach: "own",
    seesRecruiters: false,
    superuser: false,
    scopes: ["ingest:write", "nodes:lease"],
    menus: [],
  },
];

export interface MenuSeed {
  key: string;
  parent: string | null;
  titleEn: string;
  titleZh: string;
  path: string | null;
  icon: string | null;
}

/** In the order of the side menu. */
export const MENU_SEEDS: readonly MenuSeed[] = [
  { key: "overview", parent: null, titleEn: "Overview", titleZh: "概览", path: "/", icon: "dashboard" },
  { key: "keywords", parent: null, titleEn: "Keywords", titleZh: "关键词", path: "/keywords", icon: "tags" },
  { key: "jobs", parent: null, titleEn: "Postings", titleZh: "职位", path: "/jobs", icon: "file-search" },
  { key: "nodes", parent: null, titleEn: "Nodes", titleZh: "节点", path: "/nodes", icon: "cluster" },
  { key: "ingest", parent: null, titleEn: "Ingest", titleZh: "入库", path: "/ingest", icon: "database" },
  { key: "access", parent: null, titleEn: "Access", titleZh: "权限", path: null, icon: "safety" },
  { key: "users", parent: "access", titleEn: "Users", titleZh: "用户", path: "/users", icon: "user" },
  { key: "roles", parent: "access", titleEn: "Roles", titleZh: "角色", path: "/roles", icon: "team" },
  {
    key: "departments",
    parent: "access",
    titleEn: "Departments",
    titleZh: "部门",
    path: "/departments",
    icon: "apartment",
  },
  { key: "menus", parent: "access", titleEn: "Menus", titleZh: "菜单", path: "/menus", icon: "menu" },
  { key: "api-keys", parent: null, titleEn: "API keys", titleZh: "API 密钥", path: "/api-keys", icon: "key" },
  {
    key: "audit-log",
    parent: null,
    titleEn: "Audit log",
    titleZh: "审计日志",
    path: "/audit-log",
    icon: "audit",
  },
];
