/** What the consumer needs of ClickHouse. */
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
/** A group is inserted into the tables of a stage at once, and into the next stage's when all of them took it. */
export const INSERT_STAGES: readonly (readonly IngestTable[])[] = [TYPED_TABLES, OTHER_TABLES];
export const INGEST_TABLES: readonly IngestTable[] = INSERT_STAGES.flat();

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
