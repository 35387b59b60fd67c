/** The figure card: what every figure says of the postings that it is made of. */
import { z } from "zod";
import type { FigureCard, FigureMethod } from "../../shared/contracts/figures.ts";
import { filterQuery } from "../../shared/contracts/job-filter.ts";
import { Platform } from "../../shared/contracts/platform.ts";
import type { Ask } from "../clickhouse/ask.ts";
import { Count } from "../clickhouse/query.ts";
import { coverageOf } from "./market-coverage.ts";
import type { Scope } from "./scope.ts";

const Row = z.object({ n: Count, platforms: z.array(Platform), unread_n: Count, negotiable: Count });

/** Rounded, so that a figure computed twice is the same text. */
export const shareOf = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((part / whole) * 1e6) / 1e6;

export async function cardOf(ask: Ask, scope: Scope, method: FigureMethod): Promise<FigureCard> {
  const { table, condition, period, asOf, version, filter, market } = scope;
  const [row] = await ask(
    `SELECT count() AS n, arraySort(groupUniqArray(platform)) AS platforms,
       sum(has_unread) AS unread_n, sum(is_negotiable) AS negotiable
     FROM ${table} WHERE ${condition.sql}`,
    Row,
    condition.params,
  );
  if (!row) throw new Error("ClickHouse answered no count");
  const { n, platforms, unread_n: unread, negotiable } = row;
  return {
    n,
    period,
    platforms,
    unread_share: n === 0 ? null : shareOf(unread, n),
    negotiable_share: n === 0 ? null : shareOf(negotiable, n),
    duplicates_removed: { value: null, reason: "not_determined_yet" },
    coverage: coverageOf(market, scope, n),
    method: { name: method, version },
    as_of: asOf,
    pre_aggregated: false,
    rows_query: filterQuery(filter),
  };
}
