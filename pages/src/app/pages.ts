/** The pages behind the sign-in: address, and the permission without which there is nothing to see. */
import type { ApiRoute } from "../../../workers/api/client-type.ts";

export const PAGES = {
  overview: { path: "/", needs: "GET /api/v1/platforms" },
  keywords: { path: "/keywords", needs: "GET /api/v1/keywords" },
  jobs: { path: "/jobs", needs: "GET /api/v1/jobs" },
  nodes: { path: "/nodes", needs: "GET /api/v1/nodes" },
  ingest: { path: "/ingest", needs: "GET /api/v1/ingest/dead-letters" },
  users: { path: "/users", needs: "GET /api/v1/users" },
  roles: { path: "/roles", needs: "GET /api/v1/roles" },
  departments: { path: "/departments", needs: "GET /api/v1/departments" },
  menus: { path: "/menus", needs: "GET /api/v1/menus" },
  apiKeys: { path: "/api-keys", needs: "GET /api/v1/api-keys" },
  auditLog: { path: "/audit-log", needs: "GET /api/v1/audit-log" },
  account: { path: "/account", needs: null },
} as const satisfies Record<string, { path: string; needs: ApiRoute | null }>;

export type PageName = keyof typeof PAGES;
export const PAGE_NAMES = Object.keys(PAGES) as PageName[];

/** What a menu's address needs; null for one that is open to all, or is no page of ours. */
export const needsOf = (path: string): ApiRoute | null =>
  Object.values(PAGES).find((page) => page.path === path)?.needs ?? null;
