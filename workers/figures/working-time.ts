/** How many postings state 双休, 大小周, 单休 or 996, and which companies. */
import { z } from "zod";
import { FEW, WORKING_TIMES, WorkingTime, type WorkingTimes } from "../../shared/contracts/figures.ts";
import { filterQuery } from "../../shared/contracts/job-filter.ts";
import { Platform } from "../../shared/contracts/platform.ts";
import { Count } from "../clickhouse/query.ts";
import { cardOf, shareOf } from "./card.ts";
import { companyColumns, groupedBy, shownCompanies } from "./company-groups.ts";
import { filterOfGroup } from "./groups.ts";
import type { Figure } from "./scope.ts";

const CompanyRow = z.object({ company: z.string(), n: Count, stated: Count });
const TotalRow = z.object({ time: WorkingTime, n: Count });
const SaidRow = z.object({
  company: z.string(),
  time: WorkingTime,
  n: Count,
  sentence: z.string(),
  said_platform: Platform,
  said_key: z.string(),
});

export const workingTime: Figure<unknown, WorkingTimes> = {
  method: "working_time",
  async compute(ask, scope, _, limit) {
    const { table, condition, filter } = scope;
    const { sql, params } = condition;
    const by = groupedBy("working_time", "company", scope);
    const { id, hash } = companyColumns(by);
    const [card, [all], totals, companies] = await Promise.all([
      cardOf(ask, scope, "working_time"),
      ask(
        `SELECT countIf(notEmpty(working_time)) AS stated FROM ${table} WHERE ${sql}`,
        z.object({ stated: Count }),
        params,
      ),
      ask(
        `SELECT arrayJoin(working_time) AS time, count() AS n FROM ${table} WHERE ${sql} GROUP BY time`,
        TotalRow,
        params,
      ),
      ask(
        `SELECT any(${id}) AS company, count() AS n, countIf(notEmpty(working_time)) AS stated
         FROM ${table} WHERE (${sql}) AND ${hash} != 0
         GROUP BY ${hash} HAVING stated > 0 ORDER BY stated DESC, company LIMIT {limit:UInt32}`,
        CompanyRow,
        { ...params, limit },
      ),
    ]);
    const shown = await shownCompanies(ask, scope, by, companies);
    const said =
      companies.length === 0
        ? []
        : await ask(
            // The newest posting speaks for its company.
            `SELECT company, time, count() AS n, argMax(said, place) AS sentence, argMax(platform, place) AS said_platform,
               argMax(job_key, place) AS said_key
             FROM (
               SELECT ${id} AS company, platform, job_key,
                 (first_seen, platform, job_key) AS place, working_time AS times, working_time_said AS sentences
               FROM ${table} WHERE (${sql}) AND ${hash} IN (SELECT cityHash64(arrayJoin({companies:Array(String)}))) AND notEmpty(working_time))
             ARRAY JOIN times AS time, sentences AS said
             GROUP BY company, time`,
            SaidRow,
            { ...params, companies: companies.map(({ company }) => company) },
          );
    const stated = all?.stated ?? 0;
    return {
      card,
      stated,
      times: WORKING_TIMES.map((time) => {
        const n = totals.find((row) => row.time === time)?.n ?? 0;
        return { time, n, share: shareOf(n, stated) };
      }),
      companies: companies.map(({ company, n, stated: ofCompany }) => {
        const own = said.filter((row) => row.company === company);
        return {
          ...shown(company),
          n,
          stated: ofCompany,
          few: ofCompany < FEW,
          times: WORKING_TIMES.map((time) => {
            const row = own.find((one) => one.time === time);
            return {
              time,
              n: row?.n ?? 0,
              share: shareOf(row?.n ?? 0, ofCompany),
              sentence: row?.sentence ?? null,
              platform: row?.said_platform ?? null,
              job_key: row?.said_key ?? null,
            };
          }),
          rows_query: filterQuery(filterOfGroup(filter, by, { value: company, within: null })),
        };
      }),
    };
  },
};
