import nodes from "../../migrations/objects/node-fleet/001_nodes.sql";
import starvation from "../../migrations/objects/node-fleet/002_starvation.sql";
import type { Migration } from "../base/migrate.ts";

/** The schema of NodeFleet, oldest migration first. Objects record these names: they never change. */
export const MIGRATIONS: readonly Migration[] = [
  { name: "001_nodes", sql: nodes },
  { name: "002_starvation", sql: starvation },
];
