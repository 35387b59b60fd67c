/** Inserts rows that are JSON lines already: one request, all or nothing per table, safe to repeat. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import type { RawTable, SightingTable, TypedTable } from "../../shared/platforms/data-types.ts";
import { commandWithBytes, type PiecedBody } from "./client.ts";
import { toClickHouseFailure } from "./errors.ts";

export type InsertTable = TypedTable | RawTable | SightingTable | "uploads" | "node_metrics";

/**
 * @param lines JSONEachRow lines in the table's column names: without line ends, or as bytes with them,
 *   which on Workers may come in pieces.
 *   Times are Unix milliseconds as numbers or UTC text `2026-11-22 01:02:03.456`.
 * @param token names this very list of lines: repeating lines and token changes nothing
 * @throws ClickHouseUnavailable repeat it, the rows may or may not be there
 * @throws ClickHouseRejected a row or column does not fit the table; nothing was inserted
 */
export async function insertLines(
  client: ClickHouseClient,
  table: InsertTable,
  lines: string[] | Uint8Array | PiecedBody,
  token: string,
): Promise<void> {
  if (lines.length === 0) return;
  const bytes = Array.isArray(lines) ? new TextEncoder().encode(lines.join("\n")) : lines;
  // The token makes the query one of its kind, and lets it be found in the query log.
  const query = `INSERT INTO ${table} /* ${token} */ FORMAT JSONEachRow`;
  try {
    await commandWithBytes(client, query, bytes, {
      insert_deduplicate: 1,
      insert_deduplication_token: token,
      // Else a repeated insert doubles the states behind the materialized views.
      deduplicate_blocks_in_dependent_materialized_views: 1,
      // The answer must mean "stored", and tokens work on direct inserts only.
      async_insert: 0,
      wait_end_of_query: 1,
      // A field the table does not know, or null where it takes none, is an error, not a silent loss.
      input_format_skip_unknown_fields: 0,
      input_format_null_as_default: 0,
      date_time_input_format: "best_effort",
      // A body is smaller than the smallest chunk that is parsed in parallel: looking for chunks only costs time.
      input_format_parallel_parsing: 0,
      // A raw row is written as the object that it is; its text is kept byte by byte.
      input_format_json_read_objects_as_strings: 1,
    });
  } catch (error) {
    throw toClickHouseFailure(error);
  }
}
