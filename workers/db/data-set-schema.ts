/** Snapshots of the published data set: one row each, written when one begins, at each of its files, and when it ends. */
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { DataSetFile, SnapshotState, SnapshotStep } from "../../shared/contracts/data-set.ts";
import { instant } from "./columns.ts";

export const dataSetSnapshots = sqliteTable("data_set_snapshots", {
  /** Day of China. */
  day: text("day").primaryKey(),
  state: text("state").$type<SnapshotState>().notNull(),
  step: text("step").$type<SnapshotStep>().notNull(),
  /** Name of the copy of the rows in ClickHouse; null before it is made and after it is dropped. */
  stage: text("stage"),
  /** When the rows were copied. */
  asOf: instant("as_of"),
  rows: integer("rows"),
  /** The snapshot before, which the changes are counted from; null for the first one. */
  previousDay: text("previous_day"),
  added: integer("added"),
  changed: integer("changed"),
  gone: integer("gone"),
  files: text("files", { mode: "json" }).$type<DataSetFile[]>().notNull().default([]),
  /** Steps in a row that failed. */
  attempts: integer("attempts").notNull().default(0),
  error: text("error"),
  startedAt: instant("started_at").notNull(),
  updatedAt: instant("updated_at").notNull(),
  finishedAt: instant("finished_at"),
});

export type Snapshot = typeof dataSetSnapshots.$inferSelect;
