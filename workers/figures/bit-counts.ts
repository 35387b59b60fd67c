/** Counts of postings by their `figure_bits`: one byte says what a figure card counts. */
import { z } from "zod";
import { type FigureBit, hasBit, hasBitSql } from "../../shared/domain/figure-bits.ts";
import { jobFilterSql, standInSql } from "../clickhouse/job-filter.ts";
import { type BoundParams, Count } from "../clickhouse/query.ts";
import type { Scope } from "./scope.ts";

export const BitCount = z.object({ bits: z.number().int(), counted: Count, all_n: Count });
export type BitCount = z.output<typeof BitCount>;

/**
 * Counts the postings of a scope by their bits and by columns. `counted` leaves out what the filter leaves out as a
 * duplicate; `all_n` does not. The bit of a duplicate means nothing in the answer.
 * @param columns by their names in the answer, as SQL over the table
 * @returns a statement with the columns `bits`, `counted`, `all_n` and those asked for
 */
export function bitCountsSql(
  { table, filter }: Pick<Scope, "table" | "filter">,
  columns: Readonly<Record<string, string>> = {},
): { sql: string; params: BoundParams } {
  const all = jobFilterSql({ ...filter, duplicates: "include" }, table);
  const keys = Object.keys(columns)
    .map((name) => `${name}, `)
    .join("");
  const named = Object.entries(columns)
    .map(([name, column]) => (name === column ? `${name}, ` : `${column} AS ${name}, `))
    .join("");
  // Grouped without the names of platforms and by numbers of few bytes, as this takes half the time.
  const counts = (where: string) =>
    `SELECT ${named}figure_bits AS bits, count() AS c FROM ${table} WHERE ${where} GROUP BY ${keys}bits`;
  const standIn = standInSql(filter, table);
  const isCounted = filter.duplicates === "exclude" ? `NOT ${hasBitSql("duplicate", "bits")}` : "1";
  const first = `SELECT ${keys}bits, if(${isCounted}, c, 0) AS counted, c AS all_n FROM (${counts(all.sql)})`;
  // A stand-in is a duplicate that counts. Those are few, so that few rows are read for them.
  const sql =
    standIn === null
      ? first
      : `${first} UNION ALL SELECT ${keys}bits, c AS counted, toUInt64(0) AS all_n
         FROM (${counts(`${all.sql} AND is_duplicate = 1 AND ${standIn}`)})`;
  return { sql, params: all.params };
}

/** @returns how many postings count, of those with the bit where one is named */
export const countedOf = (rows: readonly BitCount[], bit?: FigureBit): number =>
  rows.reduce((sum, { bits, counted }) => sum + (bit === undefined || hasBit(bits, bit) ? counted : 0), 0);
