/** How postings spread over the values of a dimension. */
import { z } from "zod";
import type { Distribution, FigureDimension } from "../../shared/contracts/figures.ts";
import { filterQuery } from "../../shared/contracts/job-filter.ts";
import { skillKeySql } from "../clickhouse/job-skills.ts";
import { Count } from "../clickhouse/query.ts";
import { cardOf, shareOf } from "./card.ts";
import { filterOfGroup, SCALES, singleValue } from "./groups.ts";
import type { Ask, Figure, Scope } from "./scope.ts";

const Row = z.object({
  value: z.string().nullable(),
  within: z.string().nullable(),
  n: Count,
  /** Of all values, the shown ones too. */
  values: Count,
  total: Count,
});

/** Postings per value. */
export interface Counts {
  items: { value: string; within: string | null; n: number }[];
  /** Different values. */
  values: number;
  /** Sum over all values. */
  total: number;
  /** Postings with a value. */
  known: number;
}

const Known = z.object({ known: Count });

/** The groups of a dimension, most frequent first. */
export async function countGroups(
  ask: Ask,
  scope: Scope,
  dimension: FigureDimension,
  limit: number,
): Promise<Counts> {
  const { table, condition, filter } = scope;
  // Other keywords that found the same postings can't be linked to: the filter has no "and" of keywords.
  const keywords = filter.keyword?.length ? "keyword IN {filter_keyword:Array(String)}" : "keyword != ''";
  const params = { ...condition.params, limit };
  const shown = `count() OVER () AS values, sum(n) OVER () AS total`;
  const ordered = "ORDER BY n DESC, value, within LIMIT {limit:UInt32}";
  if (dimension === "skill" || dimension === "keyword") {
    const inner =
      dimension === "skill"
        ? // Forms are counted first, which is fast on their dictionary; those of one skill are added up then.
          `SELECT argMax(form, (c, form)) AS value, NULL AS within, sum(c) AS n
           FROM (SELECT arrayJoin(skills) AS form, count() AS c FROM ${table} WHERE ${condition.sql} GROUP BY form)
           GROUP BY ${skillKeySql("form")}`
        : `SELECT keyword AS value, NULL AS within, uniqExact(platform, job_key) AS n
           FROM job_keywords WHERE ${keywords} AND (platform, job_key) IN (SELECT platform, job_key FROM ${table} WHERE ${condition.sql})
           GROUP BY keyword`;
    const known =
      dimension === "skill"
        ? `SELECT countIf(notEmpty(skills)) AS known FROM ${table} WHERE ${condition.sql}`
        : `SELECT count() AS known FROM ${table} WHERE (${condition.sql}) AND (platform, job_key) IN (SELECT platform, job_key FROM job_keywords WHERE keyword != '')`;
    const [rows, [all]] = await Promise.all([
      ask(`SELECT value, within, n, ${shown} FROM (${inner}) ${ordered}`, Row, params),
      ask(known, Known, condition.params),
    ]);
    const items = rows.flatMap(({ value, within, n }) => (value === null ? [] : [{ value, within, n }]));
    return { items, values: rows[0]?.values ?? 0, total: rows[0]?.total ?? 0, known: all?.known ?? 0 };
  }
  const value = singleValue(dimension) as string;
  const within = dimension === "district" ? "city" : "NULL";
  const rows = await ask(
    `SELECT value, within, n, ${shown}
     FROM (SELECT ${value} AS value, ${within} AS within, count() AS n FROM ${table}
       WHERE (${condition.sql}) AND ${value} IS NOT NULL GROUP BY value, within)
     ${ordered}`,
    Row,
    params,
  );
  const items = rows.flatMap(({ value: name, within: city, n }) =>
    name === null ? [] : [{ value: name, within: city, n }],
  );
  const total = rows[0]?.total ?? 0;
  return { items, values: rows[0]?.values ?? 0, total, known: total };
}

/** Sorts what has an order of its own. */
export function inOrder<Item extends { value: string }>(dimension: FigureDimension, items: Item[]): Item[] {
  const scale = SCALES[dimension];
  return scale
    ? items.toSorted((one, other) => scale.indexOf(one.value) - scale.indexOf(other.value))
    : items;
}

export const distribution: Figure<{ dimension: FigureDimension }, Distribution> = {
  method: "distribution",
  async compute(ask, scope, { dimension }, limit) {
    const [card, counts] = await Promise.all([
      cardOf(ask, scope, "distribution"),
      countGroups(ask, scope, dimension, limit),
    ]);
    const items = counts.items.map((item) => ({
      ...item,
      share: shareOf(item.n, card.n),
      rows_query: filterQuery(filterOfGroup(scope.filter, dimension, item)),
    }));
    const others = counts.total - items.reduce((sum, { n }) => sum + n, 0);
    return {
      card,
      dimension,
      items: inOrder(dimension, items),
      others: { values: counts.values - items.length, n: others, share: shareOf(others, card.n) },
      unknown: {
        n: Math.max(0, card.n - counts.known),
        share: shareOf(Math.max(0, card.n - counts.known), card.n),
      },
    };
  },
};
