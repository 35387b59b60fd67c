/** What the API needs of the access control beside its own routes. */
import type { Database } from "../../db/one-batch.ts";
import type { PrincipalCache } from "./principal-cache.ts";
import {
  isRefreshed,
  type RefreshReport,
  type RoutePermission,
  refreshPermissions,
} from "./sync-permissions.ts";

export interface AccessService {
  db: Database;
  /** After any write about users, roles, permissions, departments, menus, sessions or keys. */
  changed(): void;
  refresh(): Promise<RefreshReport>;
  /** Refreshes when the code is newer than D1, or D1 was brought back from an older copy. One read when not. */
  refreshIfOld(): Promise<void>;
  /** Refreshes when the code is newer than D1: once per isolate, so at the first request after a deploy. */
  ensureRefreshed(): Promise<void>;
}

/** One check per isolate, and so per table of routes, is enough: new code comes with new isolates. */
const checked = new WeakMap<readonly RoutePermission[], Promise<void>>();

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
  const refreshIfOld = async () => {
    if (!(await isRefreshed(db, routes))) await refresh();
  };
  return {
    db,
    changed: () => cache.clear(),
    refresh,
    refreshIfOld,
    ensureRefreshed() {
      const check =
        checked.get(routes) ??
        refreshIfOld().catch((error) => {
          checked.delete(routes);
          throw error;
        });
      checked.set(routes, check);
      return check;
    },
  };
}
