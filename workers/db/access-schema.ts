/** Access control (A17): roles, menus and permissions, and the tables that join them to users. */
import { sql } from "drizzle-orm";
import {
  type AnySQLiteColumn,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import type { Reach, Scope } from "../../shared/contracts/access.ts";
import { users } from "./auth-schema.ts";
import { id, instant, lifetime } from "./columns.ts";

const flag = (name: string) => integer(name, { mode: "boolean" }).notNull().default(false);

export const roles = sqliteTable(
  "roles",
  {
    id: id(),
    /** Lower case; unique among roles that are not deleted. */
    name: text("name").notNull(),
    description: text("description").notNull().default(""),
    reach: text("reach").$type<Reach>().notNull().default("own"),
    seesRecruiters: flag("sees_recruiters"),
    /** Grants every permission, without rows in `role_permissions`. */
    superuser: flag("superuser"),
    /** Comes from the seed; can't be deleted or renamed. */
    builtIn: flag("built_in"),
    ...lifetime(),
  },
  (table) => [uniqueIndex("roles_name").on(table.name).where(sql`${table.deletedAt} is null`)],
);

/** One row per registered route that needs a permission. The code writes them; users can only grant them. */
export const permissions = sqliteTable(
  "permissions",
  {
    id: id(),
    method: text("method").notNull(),
    /** Path pattern as registered, for example /api/v1/keywords/{id}. */
    path: text("path").notNull(),
    scope: text("scope").$type<Scope>().notNull(),
    summary: text("summary").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [uniqueIndex("permissions_route").on(table.method, table.path)],
);

/** The dashboard's side menu: a tree. */
export const menus = sqliteTable(
  "menus",
  {
    id: id(),
    parentId: text("parent_id").references((): AnySQLiteColumn => menus.id),
    /** Stable name; for seeded menus the name of the dashboard's page. */
    key: text("key").notNull(),
    titleEn: text("title_en").notNull(),
    titleZh: text("title_zh").notNull(),
    /** Path in the dashboard, or null for a group. */
    path: text("path"),
    icon: text("icon"),
    position: integer("position").notNull().default(0),
    builtIn: flag("built_in"),
    ...lifetime(),
  },
  (table) => [uniqueIndex("menus_key").on(table.key).where(sql`${table.deletedAt} is null`)],
);

const roleId = () =>
  text("role_id")
    .notNull()
    .references(() => roles.id, { onDelete: "cascade" });

export const rolePermissions = sqliteTable(
  "role_permissions",
  {
    roleId: roleId(),
    permissionId: text("permission_id")
      .notNull()
      .references(() => permissions.id, { onDelete: "cascade" }),
  },
  (table) => [primaryKey({ columns: [table.roleId, table.permissionId] })],
);

export const roleMenus = sqliteTable(
  "role_menus",
  {
    roleId: roleId(),
    menuId: text("menu_id")
      .notNull()
      .references(() => menus.id, { onDelete: "cascade" }),
  },
  (table) => [primaryKey({ columns: [table.roleId, table.menuId] })],
);

export const userRoles = sqliteTable(
  "user_roles",
  {
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    roleId: roleId(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.roleId] }),
    index("user_roles_role").on(table.roleId),
  ],
);

export type Menu = typeof menus.$inferSelect;
export type Permission = typeof permissions.$inferSelect;
