/** What the consumer needs of ClickHouse. */
import type { PiecedBody } from "../clickhouse/client.ts";

/** In the order in which a group is inserted: the typed tables are the likeliest to refuse a row. */
export const INGEST_TABLES = [
  "jobs",
  "job_details",
  "companies",
  "raw_jobs",
  "raw_job_details",
  "raw_companies",
  "job_sightings",
] as const;
export type IngestTable = (typeof INGEST_TABLES)[number];

/** Inserts lines of JSONEachRow into one table, all or nothing. */
export interface LineInserter {
  /**
   * @param lines each ended by a newline
   * @param token names this very list of lines: repeating both changes nothing
   */
  insertLines(table: IngestTable, lines: PiecedBody, token: string): Promise<void>;
  /** True when the rows are at fault; everything else is tried again for as long as it takes. */
  isRejected(error: unknown): boolean;
}
