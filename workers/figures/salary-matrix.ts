/** Salaries by experience, degree and city. */
import { z } from "zod";
import { FEW, type SalaryMatrix } from "../../shared/contracts/figures.ts";
import { filterQuery } from "../../shared/contracts/job-filter.ts";
import { DEGREE_LEVELS, EXPERIENCE_LEVELS } from "../../shared/contracts/levels.ts";
import { MIDPOINT_SQL } from "../clickhouse/job-salary.ts";
import { Count } from "../clickhouse/query.ts";
import { cardOf } from "./card.ts";
import { countGroups } from "./distribution.ts";
import { QuantileRow, quantilesOf, quantilesSql } from "./salary-cell.ts";
import type { Figure } from "./scope.ts";

const Row = z.object({
  of_experience: z.enum(EXPERIENCE_LEVELS),
  of_degree: z.enum(DEGREE_LEVELS),
  /** Empty: all cities. */
  of_city: z.string(),
  n: Count,
  n_mid: Count,
  q_mid: QuantileRow,
});

export const salaryMatrix: Figure<unknown, SalaryMatrix> = {
  method: "salary_matrix",
  async compute(ask, scope, _, limit) {
    const { table, condition, filter } = scope;
    const [card, counts] = await Promise.all([
      cardOf(ask, scope, "salary_matrix"),
      countGroups(ask, scope, "city", limit),
    ]);
    const cities = counts.items.map(({ value }) => value);
    const select = (city: string, more: string) =>
      `SELECT assumeNotNull(experience) AS of_experience, assumeNotNull(degree) AS of_degree, ${city} AS of_city, count() AS n,
         count(${MIDPOINT_SQL}) AS n_mid, ${quantilesSql(MIDPOINT_SQL)} AS q_mid
       FROM ${table} WHERE (${condition.sql}) AND experience IS NOT NULL AND degree IS NOT NULL ${more}
       GROUP BY of_experience, of_degree, of_city`;
    const [all, ofCities] = await Promise.all([
      ask(select("''", ""), Row, condition.params),
      cities.length === 0
        ? []
        : ask(select("assumeNotNull(city)", "AND city IN {matrix_cities:Array(String)}"), Row, {
            ...condition.params,
            matrix_cities: cities,
          }),
    ]);
    const place = (row: z.infer<typeof Row>) =>
      (EXPERIENCE_LEVELS.indexOf(row.of_experience) * DEGREE_LEVELS.length +
        DEGREE_LEVELS.indexOf(row.of_degree)) *
        1000 +
      cities.indexOf(row.of_city);
    const cells = [...all, ...ofCities]
      .toSorted((one, other) => place(one) - place(other))
      .map(({ of_experience: experience, of_degree: degree, of_city: city, n, n_mid, q_mid }) => ({
        experience,
        degree,
        city: city === "" ? null : city,
        n,
        few: n_mid < FEW,
        month: quantilesOf(n_mid, q_mid),
        rows_query: filterQuery({
          ...filter,
          experience: [experience],
          degree: [degree],
          ...(city !== "" && { city: [city] }),
        }),
      }));
    return { card, cities, cells };
  },
};
