/** What the data set tells of a posting: facts of the site, nothing about persons, nothing about our crawling. */
import type { ExportColumn } from "../exports/columns.ts";
import { columnsOf, SUBJECTS } from "../exports/subjects.ts";

/** Texts of postings name persons; the others say how it was collected. */
const LEFT_OUT = new Set([
  "description",
  "working_time_said",
  "unread",
  "detailed_at",
  "keyword",
  "search_city",
]);

export const PUBLISHED_NAMES: readonly string[] = Object.keys(SUBJECTS.jobs.columns).filter(
  (name) => !LEFT_OUT.has(name),
);
export const PUBLISHED_COLUMNS: readonly ExportColumn[] = columnsOf("jobs", PUBLISHED_NAMES);

/** Columns that differ although the posting is the same: when it was looked at. */
const VOLATILE = new Set([
  "collected_at",
  "first_seen",
  "last_seen_day",
  "updated_at",
  "closed_after",
  "is_duplicate",
  "group_id",
]);
export const COMPARED_NAMES: readonly string[] = PUBLISHED_NAMES.filter((name) => !VOLATILE.has(name));
