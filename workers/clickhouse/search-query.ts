/** Runs a query that a person waits for. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import type { z } from "zod";
import { ApiError } from "../../shared/errors/codes.ts";
import { ClickHouseUnavailable } from "./errors.ts";
import { type BoundParams, MAX_SEARCH_SECONDS, type Query, runQuery } from "./query.ts";

const TIMEOUT_EXCEEDED = "159";

/**
 * @param query ends with `searchSettings()`
 * @param params left out for a query that brings its parameters itself
 * @throws ApiError dependency_unavailable when it takes too long
 */
export async function runSearch<Row extends z.ZodType>(
  client: ClickHouseClient,
  query: Query<z.ZodType<BoundParams>, Row>,
  params: BoundParams = {},
): Promise<z.output<Row>[]> {
  try {
    return await runQuery(client, query, params);
  } catch (error) {
    if (error instanceof ClickHouseUnavailable && isTimeout(error.cause))
      throw new ApiError(
        "dependency_unavailable",
        `the search takes over ${MAX_SEARCH_SECONDS} s; narrow the filter, or try again later`,
      );
    throw error;
  }
}

const isTimeout = (cause: unknown): boolean =>
  typeof cause === "object" && cause !== null && "code" in cause && String(cause.code) === TIMEOUT_EXCEEDED;
