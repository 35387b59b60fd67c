/** A query is its SQL, the schema of its parameters and the schema of its rows, together in one file. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import { z } from "zod";
import { toClickHouseFailure } from "./errors.ts";

/** Values of `{name:Type}` placeholders. */
export type BoundParams = Record<string, string | number | null>;

export interface Query<Params extends z.ZodType<BoundParams>, Row extends z.ZodType> {
  /** Without a FORMAT clause; values only as `{name:Type}`. */
  sql: string;
  /** Checks what the caller gives and turns it into bound values. */
  params: Params;
  row: Row;
}

/** ClickHouse writes 64-bit numbers as JSON numbers or as text, by version and setting. */
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
      ...(options.timeoutMs && { abort_signal: AbortSignal.timeout(options.timeoutMs) }),
    });
    rows = await answer.json();
  } catch (error) {
    throw toClickHouseFailure(error);
  }
  return z.array(query.row).parse(rows);
}
