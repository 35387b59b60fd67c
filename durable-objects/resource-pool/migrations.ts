import resources from "../../migrations/objects/resource-pool/001_resources.sql";
import type { Migration } from "../base/migrate.ts";

/** The schema of ResourcePool. Objects record these names: they never change. */
export const MIGRATIONS: readonly Migration[] = [{ name: "001_resources", sql: resources }];
