/** Keywords or platforms side by side. */
import { z } from "zod";
import type { COMPARED_DIMENSIONS, Comparison } from "../../shared/contracts/figures.ts";
import { filterQuery } from "../../shared/contracts/job-filter.ts";
import { DEGREE_LEVELS, EXPERIENCE_LEVELS } from "../../shared/contracts/levels.ts";
import { skillKeySql } from "../clickhouse/job-skills.ts";
import { Count } from "../clickhouse/query.ts";
import { cardOf, shareOf } from "./card.ts";
import { countGroups } from "./distribution.ts";
import { filterOfGroup, rowsOfGroups } from "./groups.ts";
import { IS_NEW_SQL, newParams } from "./overview.ts";
import { CELL_SQL, CellRow, cellOf, SALARY_COLUMNS } from "./salary-cell.ts";
import { type Figure, rescope } from "./scope.ts";

/** Values of each ranking. */
const MAX_RANKED = 10;

const Main = CellRow.extend({ group_key: z.string(), new: Count, companies: Count });
const Ranked = z.object({ group_key: z.string(), value: z.string(), n: Count });

export type Compared = (typeof COMPARED_DIMENSIONS)[number];

export const comparison: Figure<{ by: Compared }, Comparison> = {
  method: "comparison",
  async compute(ask, given, { by }, limit) {
    const asked = given.filter[by];
    const counts = asked?.length ? null : await countGroups(ask, given, by, limit);
    const values: string[] = asked?.length
      ? asked.slice(0, limit)
      : (counts?.items ?? []).map(({ value }) => value);
    const scope = rescope(given, { ...given.filter, [by]: values });
    const card = await cardOf(ask, scope, "comparison");
    if (values.length === 0) return { card, by, items: [] };
    const groups = values.map((value) => ({ value, within: null }));
    const rows = (...columns: string[]) => rowsOfGroups(scope, by, groups, columns);
    const main = rows(...SALARY_COLUMNS, "first_day", "company_hash");
    const ranking = (column: string) => {
      const { sql, params } = rows(column);
      return ask(
        `SELECT group_key, assumeNotNull(${column}) AS value, count() AS n FROM (${sql})
         WHERE ${column} IS NOT NULL GROUP BY group_key, value`,
        Ranked,
        params,
      );
    };
    const skills = rows("skills");
    const [cells, ofSkills, degrees, experiences] = await Promise.all([
      ask(
        `SELECT group_key, ${CELL_SQL}, countIf(${IS_NEW_SQL}) AS new, uniqExactIf(company_hash, company_hash != 0) AS companies
         FROM (${main.sql}) GROUP BY group_key`,
        Main,
        { ...main.params, ...newParams(scope) },
      ),
      ask(
        `SELECT group_key, argMax(form, (c, form)) AS value, sum(c) AS n
         FROM (SELECT group_key, arrayJoin(skills) AS form, count() AS c FROM (${skills.sql}) GROUP BY group_key, form)
         GROUP BY group_key, ${skillKeySql("form")}
         ORDER BY group_key, n DESC, value LIMIT ${MAX_RANKED} BY group_key`,
        Ranked,
        skills.params,
      ),
      ranking("degree"),
      ranking("experience"),
    ]);
    return {
      card,
      by,
      items: values.map((value) => {
        const cell = cells.find((row) => row.group_key === value);
        const n = cell?.n ?? 0;
        const ranked = (all: z.infer<typeof Ranked>[], scale: readonly string[] = []) =>
          all
            .filter((row) => row.group_key === value)
            .map((row) => ({ value: row.value, n: row.n, share: shareOf(row.n, n) }))
            .toSorted((one, other) => scale.indexOf(one.value) - scale.indexOf(other.value));
        return {
          value,
          n,
          new: cell?.new ?? 0,
          companies: cell?.companies ?? 0,
          salary: cellOf(cell),
          skills: ranked(ofSkills),
          degrees: ranked(degrees, DEGREE_LEVELS),
          experiences: ranked(experiences, EXPERIENCE_LEVELS),
          rows_query: filterQuery(filterOfGroup(scope.filter, by, { value, within: null })),
        };
      }),
    };
  },
};
