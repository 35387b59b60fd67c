import seen from "../../migrations/objects/seen-index/001_seen.sql";
import markFences from "../../migrations/objects/seen-index/002_mark_fences.sql";
import type { Migration } from "../base/migrate.ts";

/** The schema of SeenIndex. Objects record these names: they never change. */
export const MIGRATIONS: readonly Migration[] = [
  { name: "001_seen", sql: seen },
  { name: "002_mark_fences", sql: markFences },
];
