import resources from "../../migrations/objects/resource-pool/001_resources.sql";
import quarantineCount from "../../migrations/objects/resource-pool/002_quarantine_count.sql";
import snakeCaseFields from "../../migrations/objects/resource-pool/003_snake_case_fields.sql";
import type { Migration } from "../base/migrate.ts";

/** The schema of ResourcePool, oldest migration first. Objects record these names: they never change. */
export const MIGRATIONS: readonly Migration[] = [
  { name: "001_resources", sql: resources },
  { name: "002_quarantine_count", sql: quarantineCount },
  { name: "003_snake_case_fields", sql: snakeCaseFields },
];
