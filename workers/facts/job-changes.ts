/** How readers of `job_changes` follow it: the refresh of job_facts, the life of postings, and their groups. */
import { DAY_MS, MINUTE_MS } from "../../shared/time.ts";

/** Changes are kept for 7 days; a reader that ended longer ago than this looks at all postings. */
export const MAX_GAP_MS = 6 * DAY_MS;
/**
 * A change becomes visible when its insert ends, under the time at which it began. Each reader therefore looks back over
 * the changes of this time again; an insert that takes longer is given up by its sender (workers/clickhouse/client.ts).
 */
export const OVERLAP_MS = MINUTE_MS;

/** Settings of statements that make rows anew and delete the older versions. */
export const REWRITE_SETTINGS = {
  // A row that was made twice has another version; the window would only cost time.
  insert_deduplicate: 0,
  // Marks rows by a patch instead of writing their parts anew.
  lightweight_delete_mode: "lightweight_update_force",
} as const;
