/** The interface to ClickHouse that the consumer uses. */
import {
  type RawTable,
  ROW_KINDS,
  type SightingTable,
  type TypedTable,
} from "../../shared/platforms/data-types.ts";
import type { PiecedBody } from "../clickhouse/client.ts";

const KINDS = Object.values(ROW_KINDS);
const unique = <T>(list: readonly (T | null | undefined)[]): T[] => [
  ...new Set(list.filter((item) => item !== null && item !== undefined)),
];

export type IngestTable = TypedTable | RawTable | SightingTable;

/** Tables that may reject a row because a column does not fit. */
const TYPED_TABLES = unique<TypedTable>(
  KINDS.flatMap(({ typedTable, derived }) => [typedTable, derived?.table]),
);
const OTHER_TABLES = unique<RawTable | SightingTable>(
  KINDS.flatMap(({ rawTable, sightingTable }) => [rawTable, sightingTable]),
);
/**
 * A group is inserted into all tables of a stage in parallel; the next stage starts when all of them have stored
 * it.
 */
export const INSERT_STAGES: readonly (readonly IngestTable[])[] = [TYPED_TABLES, OTHER_TABLES];
export const INGEST_TABLES: readonly IngestTable[] = INSERT_STAGES.flat();

/** Inserts lines of JSONEachRow into one table, all or nothing. */
export interface LineInserter {
  /**
   * @param lines each ends with a newline
   * @param token deduplication token of exactly these lines: repeating both changes nothing
   */
  insertLines(table: IngestTable, lines: PiecedBody, token: string): Promise<void>;
  /** @returns true when the rows themselves were rejected; every other error is retried without limit */
  isRejected(error: unknown): boolean;
}
