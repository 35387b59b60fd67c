/** Inserts rows given as JSON lines: one request, all or nothing per table, safe to retry. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import type { RawTable, SightingTable, TypedTable } from "../../shared/platforms/data-types.ts";
import type { cityCodes } from "../../shared/tables/city-codes.ts";
import type { companyChanges, companyCleaning } from "../../shared/tables/company-cleaning.ts";
import type { companyLinks, companyNames, companyPairs } from "../../shared/tables/company-links.ts";
import type { keywordCoverage } from "../../shared/tables/coverage.ts";
import type {
  companyNameParts,
  jobDecisions,
  jobGroups,
  jobMatchNames,
} from "../../shared/tables/duplicates.ts";
import type { exportCompanies, exportJobs } from "../../shared/tables/exports.ts";
import type { figures, jobChanges } from "../../shared/tables/facts.ts";
import type { metricSamples } from "../../shared/tables/metric-samples.ts";
import type { nodeMetrics } from "../../shared/tables/node-metrics.ts";
import type { recleanChanges, recleanRows } from "../../shared/tables/recleans.ts";
import type { skillPatterns, skillTags, skillVersions } from "../../shared/tables/skills.ts";
import type { taskRuns } from "../../shared/tables/task-runs.ts";
import type { uploads } from "../../shared/tables/uploads.ts";
import { commandWithBytes, type PiecedBody } from "./client.ts";
import { toClickHouseFailure } from "./errors.ts";

export type InsertTable =
  | TypedTable
  | RawTable
  | SightingTable
  | (typeof uploads)["name"]
  | (typeof nodeMetrics)["name"]
  | (typeof metricSamples)["name"]
  | (typeof figures)["name"]
  | (typeof companyNameParts)["name"]
  | (typeof jobGroups)["name"]
  | (typeof jobMatchNames)["name"]
  | (typeof jobDecisions)["name"]
  | (typeof jobChanges)["name"]
  | (typeof keywordCoverage)["name"]
  | (typeof taskRuns)["name"]
  | (typeof companyCleaning)["name"]
  | (typeof companyChanges)["name"]
  | (typeof companyNames)["name"]
  | (typeof companyLinks)["name"]
  | (typeof companyPairs)["name"]
  | (typeof skillTags)["name"]
  | (typeof skillPatterns)["name"]
  | (typeof skillVersions)["name"]
  | (typeof cityCodes)["name"]
  | (typeof recleanRows)["name"]
  | (typeof recleanChanges)["name"]
  | (typeof exportJobs)["name"]
  | (typeof exportCompanies)["name"];

/**
 * @param lines JSONEachRow lines in the table's column names: without line ends, or as bytes with them,
 *   which on Workers may come in pieces.
 *   Times are Unix milliseconds as numbers or UTC text `2026-11-22 01:02:03.456`.
 * @param token identifies this list of lines: an insert of the same lines with the same token is ignored
 * @throws ClickHouseUnavailable the rows may be stored or not; retry with the same token
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
  // The token makes the query unique, as `commandWithBytes` needs, and findable in the query log.
  const query = `INSERT INTO ${table} /* ${token} */ FORMAT JSONEachRow`;
  try {
    await commandWithBytes(client, query, bytes, {
      insert_deduplicate: 1,
      insert_deduplication_token: token,
      // Without it a repeated insert doubles the states behind the materialized views.
      deduplicate_blocks_in_dependent_materialized_views: 1,
      // The response must mean "stored", and tokens work on direct inserts only.
      async_insert: 0,
      wait_end_of_query: 1,
      // An unknown field, or null in a column that is not nullable, must be an error instead of a silent loss.
      input_format_skip_unknown_fields: 0,
      input_format_null_as_default: 0,
      date_time_input_format: "best_effort",
      // A body is smaller than the smallest chunk that is parsed in parallel, so looking for chunks only costs time.
      input_format_parallel_parsing: 0,
      // A raw row is sent as a JSON object; ClickHouse stores its text unchanged.
      input_format_json_read_objects_as_strings: 1,
    });
  } catch (error) {
    throw toClickHouseFailure(error);
  }
}
