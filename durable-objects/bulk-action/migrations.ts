import bulkAction from "../../migrations/objects/bulk-action/001_bulk_action.sql";
import type { Migration } from "../base/migrate.ts";

export const MIGRATIONS: readonly Migration[] = [{ name: "001_bulk_action", sql: bulkAction }];
