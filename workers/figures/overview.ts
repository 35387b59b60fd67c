/** Totals of the postings, in all and by platform. */
import { z } from "zod";
import type { Overview } from "../../shared/contracts/figures.ts";
import { filterQuery } from "../../shared/contracts/job-filter.ts";
import { Platform } from "../../shared/contracts/platform.ts";
import { addDays } from "../../shared/domain/china-day.ts";
import { Count } from "../clickhouse/query.ts";
import { cardOf } from "./card.ts";
import type { Figure, Scope } from "./scope.ts";

/** A posting that was not closed counts as open when it was seen in so many last days of the period. */
const OPEN_DAYS = 7;

const Row = z.object({
  /** Empty: all platforms. */
  name: z.union([Platform, z.literal("")]),
  postings: Count,
  new: Count,
  open: Count,
  companies: Count,
});

const LATELY_SEEN = "last_seen_day >= {open_from:Date}";
const NOT_CLOSED = "(state = 'open' OR toDate(assumeNotNull(closed_at), 'Asia/Shanghai') > {open_to:Date})";
/** Version 1 knows nothing of closings. */
const wasOpenSql = ({ version }: Scope) => (version === 1 ? LATELY_SEEN : `${LATELY_SEEN} AND ${NOT_CLOSED}`);

/** First seen within the period. */
export const IS_NEW_SQL = "first_day >= {period_from:Date}";
export const newParams = ({ period }: Pick<Scope, "period">) => ({ period_from: period.from });

/** Version 1 counts names: a firm with two spellings is two. */
const companiesSql = ({ version }: Scope) => {
  const company = version === 1 ? "company_hash" : "company_id_hash";
  return `uniqExactIf(${company}, ${company} != 0)`;
};

export const overview: Figure<unknown, Overview> = {
  method: "overview",
  async compute(ask, scope) {
    const { table, condition, period, filter, version } = scope;
    const [card, rows] = await Promise.all([
      cardOf(ask, scope, "overview"),
      ask(
        `SELECT if(grouping(platform) = 0, platform, '') AS name, count() AS postings,
           countIf(${IS_NEW_SQL}) AS new, countIf(${wasOpenSql(scope)}) AS open,
           ${companiesSql(scope)} AS companies
         FROM ${table} WHERE ${condition.sql} GROUP BY platform WITH ROLLUP`,
        Row,
        {
          ...condition.params,
          ...newParams(scope),
          open_from: addDays(period.to, 1 - OPEN_DAYS),
          ...(version > 1 && { open_to: period.to }),
        },
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
