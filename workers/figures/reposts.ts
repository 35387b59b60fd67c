/** Who posts the same job again: chains of postings (workers/life/chains-sql.ts) by company. */
import { z } from "zod";
import { FEW, type Reposts } from "../../shared/contracts/figures.ts";
import { filterQuery } from "../../shared/contracts/job-filter.ts";
import { Platform } from "../../shared/contracts/platform.ts";
import { Count } from "../clickhouse/query.ts";
import { cardOf, shareOf } from "./card.ts";
import { companyColumns, groupedBy, shownCompanies } from "./company-groups.ts";
import { filterOfGroup } from "./groups.ts";
import type { Figure } from "./scope.ts";
import { CRAWLS_TOLD, ToldRow } from "./trend.ts";

const COUNTS = `count() AS n, countIf(chain_place > 1) AS reposts,
  uniqExactIf(tuple(platform, chain_key), chain_place > 1) AS chains`;
const TotalRow = z.object({ n: Count, reposts: Count, chains: Count });
const CompanyRow = TotalRow.extend({ company: z.string() });
const ChainRow = z.object({
  company: z.string(),
  chain_platform: Platform,
  postings: Count,
  days: Count,
  first_key: z.string(),
  last_key: z.string(),
  title: z.string().nullable(),
});

export const reposts: Figure<unknown, Reposts> = {
  method: "reposts",
  async compute(ask, scope, _, limit) {
    const { table, condition, filter, version } = scope;
    const { sql, params } = condition;
    const by = groupedBy("reposts", "company", scope);
    const { id, hash } = companyColumns(by);
    const [card, [told]] = await Promise.all([cardOf(ask, scope, "reposts"), ask(CRAWLS_TOLD, ToldRow, {})]);
    if (version === 1 || !told || told.crawls === 0)
      return { card, totals: null, items: null, reason: "not_determined_yet" };
    const [[total], companies] = await Promise.all([
      ask(`SELECT ${COUNTS} FROM ${table} WHERE ${sql}`, TotalRow, params),
      ask(
        `SELECT any(${id}) AS company, ${COUNTS}
         FROM ${table} WHERE (${sql}) AND ${hash} != 0
         GROUP BY ${hash} HAVING reposts > 0 ORDER BY reposts DESC, company LIMIT {limit:UInt32}`,
        CompanyRow,
        { ...params, limit },
      ),
    ]);
    const shown = await shownCompanies(ask, scope, by, companies);
    const chains =
      companies.length === 0
        ? []
        : await ask(
            // A chain counts with all of its postings, also those that the filter leaves out.
            `SELECT company, argMax(chain, (chain.3, chain.2, chain.4)) AS longest, longest.1 AS chain_platform,
               longest.2 AS postings, longest.3 AS days, longest.4 AS first_key, longest.5 AS last_key, longest.6 AS title
             FROM (
               SELECT argMax(${id}, chain_place) AS company,
                 (platform, count(), sum(last_seen_day - first_day + 1), chain_key,
                  argMax(job_key, chain_place), argMax(title, chain_place)) AS chain
               FROM ${table}
               WHERE (platform, chain_key) IN (
                 SELECT platform, chain_key FROM ${table}
                 WHERE (${sql}) AND chain_place > 1 AND ${hash} IN (SELECT cityHash64(arrayJoin({companies:Array(String)}))))
               GROUP BY platform, chain_key)
             GROUP BY company`,
            ChainRow,
            { ...params, companies: companies.map(({ company }) => company) },
          );
    return {
      card,
      totals: {
        chains: total?.chains ?? 0,
        reposts: total?.reposts ?? 0,
        share: shareOf(total?.reposts ?? 0, total?.n ?? 0),
      },
      items: companies.map(({ company, n, chains: count, reposts: repeated }) => {
        const longest = chains.find((chain) => chain.company === company);
        return {
          ...shown(company),
          n,
          chains: count,
          reposts: repeated,
          share: shareOf(repeated, n),
          few: n < FEW,
          longest: longest
            ? {
                platform: longest.chain_platform,
                postings: longest.postings,
                days: longest.days,
                first_key: longest.first_key,
                last_key: longest.last_key,
                title: longest.title,
              }
            : null,
          rows_query: filterQuery(filterOfGroup(filter, by, { value: company, within: null })),
        };
      }),
      reason: null,
    };
  },
};
