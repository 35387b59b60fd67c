/** Runs queries. A query is one file with its SQL, the schema of its parameters and the schema of its rows. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import { z } from "zod";
import { toClickHouseFailure } from "./errors.ts";

/** Values of `{name:Type}` placeholders. */
export type BoundParams = Record<string, string | number | null | readonly (string | number)[]>;

export interface Query<Params extends z.ZodType<BoundParams>, Row extends z.ZodType> {
  /** Has no FORMAT clause; values appear only as `{name:Type}`. */
  sql: string;
  /** Validates the caller's parameters and turns them into bound values. */
  params: Params;
  row: Row;
}

/** Seconds that ClickHouse works for one search, count or figure that a person waits for. */
export const MAX_SEARCH_SECONDS = 20;
/** SQL that ends such a query. */
export const searchSettings = (): string => `SETTINGS max_execution_time = ${MAX_SEARCH_SECONDS}`;

/** A constant of the project as a string of SQL; the values of callers are bound. */
export const sqlString = (text: string): string => `'${text.replace(/[\\']/g, "\\$&")}'`;

/** SQL of an instant. @param name of the parameter, Unix ms */
export const instantSql = (name: string): string => `fromUnixTimestamp64Milli({${name}:Int64}, 'UTC')`;

/** Parameters of a query that brings its values itself. */
export const ownParams = (params: BoundParams) => z.strictObject({}).transform((): BoundParams => params);

/** A 64-bit number. ClickHouse writes it as a JSON number or as text, depending on version and settings. */
export const Count = z.coerce.number().int().nonnegative();

/**
 * @throws z.ZodError when parameters, or rows of the answer, do not fit their schema
 * @throws ClickHouseUnavailable, ClickHouseRejected
 */
export async function runQuery<Params extends z.ZodType<BoundParams>, Row extends z.ZodType>(
  client: ClickHouseClient,
  query: Query<Params, Row>,
  params: z.input<Params>,
  options: { timeoutMs?: number } = {},
): Promise<z.output<Row>[]> {
  const bound = query.params.parse(params);
  let rows: unknown[];
  try {
    const answer = await client.query({
      query: query.sql,
      query_params: bound,
      format: "JSONEachRow",
      // A filter of many Chinese words is longer than servers allow a URL to be.
      use_multipart_params_auto: true,
      ...(options.timeoutMs && { abort_signal: AbortSignal.timeout(options.timeoutMs) }),
    });
    rows = await answer.json();
  } catch (error) {
    throw toClickHouseFailure(error);
  }
  return z.array(query.row).parse(rows);
}
