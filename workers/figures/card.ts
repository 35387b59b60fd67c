/** The figure card: what every figure says of the postings that it is made of. */
import { z } from "zod";
import type { FigureCard, FigureMethod } from "../../shared/contracts/figures.ts";
import { filterQuery } from "../../shared/contracts/job-filter.ts";
import { Platform } from "../../shared/contracts/platform.ts";
import type { Ask } from "../clickhouse/ask.ts";
import { jobFilterSql, oncePerJobSql } from "../clickhouse/job-filter.ts";
import { Count } from "../clickhouse/query.ts";
import { coverageOf } from "./market-coverage.ts";
import type { Scope } from "./scope.ts";

const Row = z.object({
  n: Count,
  all_n: Count,
  platforms: z.array(Platform),
  unread_n: Count,
  negotiable: Count,
});

/** Rounded, so that a figure computed twice is the same text. */
export const shareOf = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((part / whole) * 1e6) / 1e6;

export async function cardOf(ask: Ask, scope: Scope, method: FigureMethod): Promise<FigureCard> {
  const { table, period, asOf, version, filter, market } = scope;
  // One pass says how many there are with duplicates, too.
  const all = jobFilterSql({ ...filter, duplicates: "include" }, table);
  const once = oncePerJobSql(filter, table);
  const [row] = await ask(
    `SELECT countIf(is_counted) AS n, count() AS all_n, arraySort(groupUniqArrayIf(platform, is_counted)) AS platforms,
       sumIf(has_unread, is_counted) AS unread_n, sumIf(is_negotiable, is_counted) AS negotiable
     FROM (SELECT platform, has_unread, is_negotiable, (${once}) AS is_counted FROM ${table} WHERE ${all.sql})`,
    Row,
    all.params,
  );
  if (!row) throw new Error("ClickHouse answered no count");
  const { n, all_n, platforms, unread_n: unread, negotiable } = row;
  return {
    n,
    period,
    platforms,
    unread_share: n === 0 ? null : shareOf(unread, n),
    negotiable_share: n === 0 ? null : shareOf(negotiable, n),
    duplicates_removed: { value: all_n - n, reason: null },
    coverage: coverageOf(market, scope, all_n),
    method: { name: method, version },
    as_of: asOf,
    pre_aggregated: false,
    rows_query: filterQuery(filter),
  };
}
