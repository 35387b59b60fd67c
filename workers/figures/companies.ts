/** The companies with most postings. */
import { z } from "zod";
import { FEW, type TopCompanies } from "../../shared/contracts/figures.ts";
import { filterQuery } from "../../shared/contracts/job-filter.ts";
import { Platform } from "../../shared/contracts/platform.ts";
import { MIDPOINT_SQL } from "../clickhouse/job-salary.ts";
import { Count } from "../clickhouse/query.ts";
import { cardOf, shareOf } from "./card.ts";
import { groupedBy, shownGroups } from "./company-groups.ts";
import { countGroups } from "./distribution.ts";
import { filterOfGroup, rowsOfGroups } from "./groups.ts";
import { IS_NEW_SQL, newParams } from "./overview.ts";
import { QuantileRow, quantilesOf, quantilesSql } from "./salary-cell.ts";
import type { Figure } from "./scope.ts";

const Row = z.object({
  group_key: z.string(),
  new: Count,
  cities: Count,
  platforms: z.array(Platform),
  n_mid: Count,
  q_mid: QuantileRow,
});

export const companies: Figure<unknown, TopCompanies> = {
  method: "companies",
  async compute(ask, scope, _, limit) {
    const by = groupedBy("companies", "company", scope);
    const [card, counts] = await Promise.all([
      cardOf(ask, scope, "companies"),
      countGroups(ask, scope, by, limit),
    ]);
    const rows = rowsOfGroups(scope, by, counts.items, [
      "platform",
      "city",
      "first_day",
      "monthly_min",
      "monthly_max",
    ]);
    const named = shownGroups(ask, scope, by, counts.items);
    const details = await ask(
      `SELECT group_key, countIf(${IS_NEW_SQL}) AS new, uniqExact(city) AS cities,
         arraySort(groupUniqArray(platform)) AS platforms, count(${MIDPOINT_SQL}) AS n_mid,
         ${quantilesSql(MIDPOINT_SQL)} AS q_mid
       FROM (${rows.sql}) GROUP BY group_key`,
      Row,
      { ...rows.params, ...newParams(scope) },
    );
    const shown = await named;
    const byKey = new Map(details.map((row) => [row.group_key, row]));
    const items = counts.items.flatMap(({ value, n }) => {
      const row = byKey.get(value);
      if (!row) return [];
      const { value: company, company_id } = shown({ value, within: null });
      return {
        company,
        company_id: company_id ?? null,
        n,
        share: shareOf(n, card.n),
        new: row.new,
        cities: row.cities,
        platforms: row.platforms,
        month: quantilesOf(row.n_mid, row.q_mid),
        few: row.n_mid < FEW,
        rows_query: filterQuery(filterOfGroup(scope.filter, by, { value, within: null })),
      };
    });
    return {
      card,
      items,
      others: {
        values: counts.values - items.length,
        n: counts.total - items.reduce((sum, { n }) => sum + n, 0),
      },
      unknown: { n: Math.max(0, card.n - counts.known) },
    };
  },
};
