/** Runs statements whose parameters are made beside them, as those of figures and coverage are. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import { z } from "zod";
import { type BoundParams, ownParams, runQuery, searchSettings } from "./query.ts";
import { runSearch } from "./search-query.ts";

/** Runs a statement and reads its rows; values appear only as `{name:Type}`. */
export type Ask = <Row extends z.ZodType>(
  sql: string,
  row: Row,
  params: BoundParams,
) => Promise<z.output<Row>[]>;

const AnyParams = z.custom<BoundParams>();

/** Runs statements as long as they take. */
export const askOf =
  (client: ClickHouseClient): Ask =>
  (sql, row, params) =>
    runQuery(client, { sql, params: AnyParams, row }, params);

/** Ends a statement that a person would wait too long for. @throws ApiError dependency_unavailable then */
export const askSoon =
  (client: ClickHouseClient): Ask =>
  (sql, row, params) =>
    runSearch(client, { sql: `${sql} ${searchSettings()}`, params: ownParams(params), row });
