/** What the API needs of the access control beside its own routes. */
import type { Database } from "../db/one-batch.ts";
import type { PrincipalCache } from "./principal-cache.ts";
import { isRefreshed, type RefreshReport, type RoutePermission, refreshPermissions } from "./refresh.ts";

export interface AccessService {
  db: Database;
  /** After any write about users, roles, permissions, departments, menus, sessions or keys. */
  changed(): void;
  refresh(): Promise<RefreshReport>;
  /** Refreshes when the code is newer than D1: once per isolate, so at the first request after a deploy. */
  ensureRefreshed(): Promise<void>;
}

/** One check per isolate is enough: new code comes with new isolates. */
let checked: Promise<void> | null = null;

export function createAccessService(
  db: Database,
  cache: PrincipalCache,
  routes: readonly RoutePermission[],
  now: () => number,
): AccessService {
  const refresh = async () => {
    const report = await refreshPermissions(db, routes, now());
    cache.clear();
    return report;
  };
  return {
    db,
    changed: () => cache.clear(),
    refresh,
    ensureRefreshed() {
      checked ??= (async () => {
        if (!(await isRefreshed(db, routes))) await refresh();
      })().catch((error) => {
        checked = null;
        throw error;
      });
      return checked;
    },
  };
}
