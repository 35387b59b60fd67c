/** Postings that tasks change or remove by a filter, and the removals that stay. */
import { z } from "zod";
import { column, id, instant, maybeInstant } from "./column.ts";
import { jobs } from "./jobs.ts";
import { platform } from "./provenance.ts";
import { defineTable } from "./table.ts";

const { job_key } = jobs.columns;

export const taskRows = defineTable({
  name: "task_rows",
  comment: "Postings that a task works on, listed when it begins; 30 days",
  columns: { task_id: id("id of the task"), platform, job_key, listed_at: instant("when it was listed") },
});

export const jobRemovals = defineTable({
  name: "job_removals",
  comment:
    "Postings that were removed, so that search, figures and exports leave them out; restored ones too. Read with FINAL",
  columns: {
    platform,
    job_key,
    task_id: id("task that removed it"),
    removed_at: instant("when the task began to remove"),
    removed_by: id("who created the task"),
    reason: id("why, as that person stated it"),
    may_return: column("UInt8", z.number().int(), "1: it counts again once a crawl sees it after removed_at"),
    erased: column(
      "UInt8",
      z.number().int(),
      "1: what was stored of it is deleted, so that nothing restores it",
    ),
    restored_at: maybeInstant("when it was restored"),
    restored_by: id("who restored it; empty before"),
    changed_at: instant("when this row was written; the newest one stays"),
  },
});
