/** Keeps the permissions in D1 the same as the registered routes. */
import type { Database } from "../../db/run-batch.ts";
import { createPermissionStore, type PermissionStore } from "./permission-store.ts";
import type { PrincipalCache } from "./principal-cache.ts";
import { isSynced, type RoutePermission, type SyncReport, syncPermissions } from "./sync-permissions.ts";

export interface PermissionService extends PermissionStore {
  sync(): Promise<SyncReport>;
  /** Syncs when the code is newer than D1, or D1 was restored from an older copy; otherwise it reads one row. */
  syncIfOutdated(): Promise<void>;
  /** Does `syncIfOutdated` once per isolate, so at the first request after a deploy. */
  ensureSynced(): Promise<void>;
}

/** One check per table of routes, and so per isolate, is enough: new code runs in new isolates. */
const checked = new WeakMap<readonly RoutePermission[], Promise<void>>();

export function createPermissionService(
  db: Database,
  cache: PrincipalCache,
  routes: readonly RoutePermission[],
  now: () => number,
): PermissionService {
  const sync = async () => {
    const report = await syncPermissions(db, routes, now());
    cache.clear();
    return report;
  };
  const syncIfOutdated = async () => {
    if (!(await isSynced(db, routes))) await sync();
  };
  return {
    ...createPermissionStore(db),
    sync,
    syncIfOutdated,
    ensureSynced() {
      const check =
        checked.get(routes) ??
        syncIfOutdated().catch((error) => {
          checked.delete(routes);
          throw error;
        });
      checked.set(routes, check);
      return check;
    },
  };
}
