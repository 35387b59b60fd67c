/** Permissions in D1; `refresh.ts` writes them. */
import { asc } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { permissions } from "../../db/access-schema.ts";

export type PermissionRow = typeof permissions.$inferSelect;

export const listPermissionRows = (db: DrizzleD1Database): Promise<PermissionRow[]> =>
  db.select().from(permissions).orderBy(asc(permissions.path), asc(permissions.method)).all();
