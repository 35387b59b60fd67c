/** Statements that answer no rows. */
import type { ClickHouseClient, ClickHouseSettings } from "@clickhouse/client-web";
import { toClickHouseFailure } from "./errors.ts";
import type { BoundParams } from "./query.ts";

/**
 * Resolves when ClickHouse has done all of it.
 * @param query values appear only as `{name:Type}`
 * @throws ClickHouseUnavailable, ClickHouseRejected
 */
export async function runCommand(
  client: ClickHouseClient,
  query: string,
  query_params: BoundParams = {},
  settings: ClickHouseSettings = {},
): Promise<void> {
  try {
    await client.command({ query, query_params, clickhouse_settings: { wait_end_of_query: 1, ...settings } });
  } catch (error) {
    throw toClickHouseFailure(error);
  }
}
