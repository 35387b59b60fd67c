/** What the consumer needs of ClickHouse. */
import type { PiecedBody } from "../clickhouse/client.ts";

/** What may refuse a row: a column does not fit. */
const TYPED_TABLES = ["jobs", "job_details", "companies"] as const;
const OTHER_TABLES = ["raw_jobs", "raw_job_details", "raw_companies", "job_sightings"] as const;
/** A group is inserted into the tables of a stage at once, and into the next stage's when all of them took it. */
export const INSERT_STAGES = [TYPED_TABLES, OTHER_TABLES] as const;
export const INGEST_TABLES = [...TYPED_TABLES, ...OTHER_TABLES] as const;
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
