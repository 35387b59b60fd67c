/** Totals of the postings, in all and by platform. */
import { z } from "zod";
import type { Overview } from "../../shared/contracts/figures.ts";
import { filterQuery } from "../../shared/contracts/job-filter.ts";
import { Platform } from "../../shared/contracts/platform.ts";
import { addDays } from "../../shared/domain/china-day.ts";
import { Count } from "../clickhouse/query.ts";
import { cardOf } from "./card.ts";
import type { Figure, Scope } from "./scope.ts";

/** A posting counts as open when it was seen in so many last days of the period. */
const OPEN_DAYS = 7;

const Row = z.object({
  /** Empty: all platforms. */
  name: z.union([Platform, z.literal("")]),
  postings: Count,
  new: Count,
  open: Count,
  companies: Count,
});

/** First seen within the period. */
export const IS_NEW_SQL = "first_day >= {period_from:Date}";
export const newParams = ({ period }: Pick<Scope, "period">) => ({ period_from: period.from });

export const overview: Figure<unknown, Overview> = {
  method: "overview",
  async compute(ask, scope) {
    const { table, condition, period, filter } = scope;
    const [card, rows] = await Promise.all([
      cardOf(ask, scope, "overview"),
      ask(
        `SELECT if(grouping(platform) = 0, platform, '') AS name, count() AS postings,
           countIf(${IS_NEW_SQL}) AS new, countIf(last_seen_day >= {open_from:Date}) AS open,
           uniqExactIf(company_hash, company_hash != 0) AS companies
         FROM ${table} WHERE ${condition.sql} GROUP BY platform WITH ROLLUP`,
        Row,
        { ...condition.params, ...newParams(scope), open_from: addDays(period.to, 1 - OPEN_DAYS) },
      ),
    ]);
    const none = { postings: 0, new: 0, open: 0, companies: 0 };
    const { name: _, ...totals } = rows.find(({ name }) => name === "") ?? { name: "", ...none };
    const platforms = rows
      .flatMap(({ name, ...row }) => (name === "" ? [] : [{ platform: name, ...row }]))
      .toSorted((one, other) => one.platform.localeCompare(other.platform))
      .map((row) => ({ ...row, rows_query: filterQuery({ ...filter, platform: [row.platform] }) }));
    return { card, totals, platforms };
  },
};
