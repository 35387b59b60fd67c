/** The permissions in D1, one a route; `sync-permissions.ts` writes them. */
import { asc } from "drizzle-orm";
import { type Permission, permissions } from "../../db/access-schema.ts";
import type { Database } from "../../db/run-batch.ts";

export interface PermissionStore {
  /** All of them, by path and method. */
  list(): Promise<Permission[]>;
}

export const createPermissionStore = (db: Database): PermissionStore => ({
  list: () => db.select().from(permissions).orderBy(asc(permissions.path), asc(permissions.method)).all(),
});
