import leaseEngine from "../../migrations/objects/keyword-ledger/001_lease_engine.sql";
import countsInOneRow from "../../migrations/objects/keyword-ledger/013_counts_in_one_row.sql";
import leasesByPhase from "../../migrations/objects/keyword-ledger/014_leases_by_phase.sql";
import tasks from "../../migrations/objects/task-ledger/001_tasks.sql";
import otherQueues from "../../migrations/objects/task-ledger/002_other_queues.sql";
import type { Migration } from "../base/migrate.ts";

/** The schema of TaskLedger: the tables of the lease engine, and its own beside them. */
export const MIGRATIONS: readonly Migration[] = [
  { name: "001_lease_engine", sql: leaseEngine },
  { name: "task_001_tasks", sql: tasks },
  { name: "013_counts_in_one_row", sql: countsInOneRow },
  { name: "task_002_other_queues", sql: otherQueues },
  { name: "014_leases_by_phase", sql: leasesByPhase },
];
