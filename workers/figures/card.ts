/** The figure card: what every figure says of the postings that it is made of. */
import type { FigureCard, FigureMethod } from "../../shared/contracts/figures.ts";
import { filterQuery } from "../../shared/contracts/job-filter.ts";
import { PLATFORMS } from "../../shared/contracts/vocabulary.ts";
import { platformOfBits } from "../../shared/domain/figure-bits.ts";
import type { Ask } from "../clickhouse/ask.ts";
import { BitCount, bitCountsSql, countedOf } from "./bit-counts.ts";
import { coverageOf } from "./market-coverage.ts";
import type { Scope } from "./scope.ts";

/** Rounded, so that a figure computed twice is the same text. */
export const shareOf = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((part / whole) * 1e6) / 1e6;

export async function cardOf(ask: Ask, scope: Scope, method: FigureMethod): Promise<FigureCard> {
  const { sql, params } = bitCountsSql(scope);
  return cardFrom(await ask(sql, BitCount, params), scope, method);
}

/** @param rows the counts of all postings of the scope */
export function cardFrom(rows: readonly BitCount[], scope: Scope, method: FigureMethod): FigureCard {
  const { period, asOf, version, filter, market } = scope;
  const n = countedOf(rows);
  const allN = rows.reduce((sum, row) => sum + row.all_n, 0);
  const held = new Set(rows.filter(({ counted }) => counted > 0).map(({ bits }) => platformOfBits(bits)));
  return {
    n,
    period,
    platforms: PLATFORMS.filter((platform) => held.has(platform)),
    unread_share: n === 0 ? null : shareOf(countedOf(rows, "unread"), n),
    negotiable_share: n === 0 ? null : shareOf(countedOf(rows, "negotiable"), n),
    duplicates_removed: { value: allN - n, reason: null },
    coverage: coverageOf(market, scope, allN),
    method: { name: method, version },
    as_of: asOf,
    pre_aggregated: false,
    rows_query: filterQuery(filter),
  };
}
