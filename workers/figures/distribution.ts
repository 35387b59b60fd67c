/** How postings spread over the values of a dimension. */
import { z } from "zod";
import type { Distribution, FigureCard, FigureDimension } from "../../shared/contracts/figures.ts";
import { filterQuery } from "../../shared/contracts/job-filter.ts";
import type { Ask } from "../clickhouse/ask.ts";
import { skillKeySql } from "../clickhouse/job-skills.ts";
import { Count } from "../clickhouse/query.ts";
import { BitCount, bitCountsSql, countedOf } from "./bit-counts.ts";
import { cardFrom, cardOf, shareOf } from "./card.ts";
import { groupedBy, shownGroups } from "./company-groups.ts";
import { filterOfGroup, type GroupDimension, SCALES, singleValue } from "./groups.ts";
import { type Figure, type Scope, skillColumn } from "./scope.ts";

const Row = z.object({
  value: z.string().nullable(),
  within: z.string().nullable(),
  n: Count,
  /** Both count all values, the shown ones too. */
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

const SHOWN = "count() OVER () AS values, sum(n) OVER () AS total";
const ORDERED = "ORDER BY n DESC, value, within LIMIT {limit:UInt32}";

const named = (rows: readonly z.infer<typeof Row>[]): Counts["items"] =>
  rows.flatMap(({ value, within, n }) => (value === null ? [] : [{ value, within, n }]));

/** Postings that name a value of a dimension themselves, and those that do not. */
interface Marked {
  known: number;
  unmarked: number;
}

/** Holds for postings that name none, where a posting may have several values. */
const unmarkedSql = (dimension: "skill" | "keyword", skills: string): string =>
  dimension === "skill" ? `empty(${skills})` : "isNull(keyword)";

async function markedOf(
  ask: Ask,
  { table, condition }: Scope,
  dimension: "skill" | "keyword",
  skills: string,
): Promise<Marked> {
  const [marked] = await ask(
    `SELECT countIf(${unmarkedSql(dimension, skills)}) AS unmarked, count() - unmarked AS known
     FROM ${table} WHERE ${condition.sql}`,
    z.object({ known: Count, unmarked: Count }),
    condition.params,
  );
  return marked ?? { known: 0, unmarked: 0 };
}

/** The card together with what {@link markedOf} counts: one pass over the postings in place of two. */
async function markedCard(
  ask: Ask,
  scope: Scope,
  dimension: "skill" | "keyword",
  skills: string,
): Promise<{ card: FigureCard; marked: Marked }> {
  const { sql, params } = bitCountsSql(scope, { is_unmarked: unmarkedSql(dimension, skills) });
  const rows = await ask(sql, BitCount.extend({ is_unmarked: z.coerce.number() }), params);
  const unmarked = countedOf(rows.filter((row) => row.is_unmarked === 1));
  return {
    card: cardFrom(rows, scope, "distribution"),
    marked: { unmarked, known: countedOf(rows) - unmarked },
  };
}

/**
 * The groups of a dimension, most frequent first.
 * @param marked where the caller counts these postings itself
 */
export function countGroups(
  ask: Ask,
  scope: Scope,
  dimension: GroupDimension,
  limit: number,
  skills = "skills",
  marked?: Promise<Marked>,
): Promise<Counts> {
  if (dimension === "skill" || dimension === "keyword") {
    const counted = marked ?? markedOf(ask, scope, dimension, skills);
    return dimension === "skill"
      ? countSkills(ask, scope, limit, skills, counted)
      : countKeywords(ask, scope, limit, counted);
  }
  return countValues(ask, scope, dimension, limit);
}

/** Names of companies are many and long: numbers that stand for them are grouped in a third of the time. */
const NUMBERS: Partial<Record<GroupDimension, string>> = {
  company: "company_hash",
  company_id: "company_id_hash",
};

async function countValues(
  ask: Ask,
  { table, condition }: Scope,
  dimension: GroupDimension,
  limit: number,
): Promise<Counts> {
  const value = singleValue(dimension) as string;
  const within = dimension === "district" ? "city" : "NULL";
  const number = NUMBERS[dimension];
  const groups =
    number !== undefined
      ? `SELECT any(${value}) AS value, NULL AS within, count() AS n FROM ${table}
         WHERE (${condition.sql}) AND ${number} != 0 GROUP BY ${number}`
      : `SELECT ${value} AS value, ${within} AS within, count() AS n FROM ${table}
         WHERE (${condition.sql}) AND ${value} IS NOT NULL GROUP BY value, within`;
  const rows = await ask(`SELECT value, within, n, ${SHOWN} FROM (${groups}) ${ORDERED}`, Row, {
    ...condition.params,
    limit,
  });
  const total = rows[0]?.total ?? 0;
  return { items: named(rows), values: rows[0]?.values ?? 0, total, known: total };
}

/** Forms are counted first, which is fast on their dictionary; those of one skill are added up then. */
async function countSkills(
  ask: Ask,
  { table, condition }: Scope,
  limit: number,
  skills: string,
  marked: Promise<Marked>,
): Promise<Counts> {
  const [rows, { known }] = await Promise.all([
    ask(
      `SELECT value, within, n, ${SHOWN}
       FROM (SELECT argMax(form, (c, form)) AS value, NULL AS within, sum(c) AS n
         FROM (SELECT arrayJoin(${skills}) AS form, count() AS c FROM ${table} WHERE ${condition.sql} GROUP BY form)
         GROUP BY ${skillKeySql("form")})
       ${ORDERED}`,
      Row,
      { ...condition.params, limit },
    ),
    marked,
  ]);
  return { items: named(rows), values: rows[0]?.values ?? 0, total: rows[0]?.total ?? 0, known };
}

async function countKeywords(
  ask: Ask,
  { table, condition, filter }: Scope,
  limit: number,
  marked: Promise<Marked>,
): Promise<Counts> {
  // Other keywords that found the same postings can't be linked to: the filter has no "and" of keywords.
  const chosen = filter.keyword?.length ? "keyword IN {filter_keyword:Array(String)}" : "keyword != ''";
  // Left to itself, ClickHouse begins with the keyword and takes four times as long.
  const found = (rows: string) => `job_keywords PREWHERE key_hash IN (${rows}) WHERE ${chosen}`;
  const [rows, { known, unmarked }] = await Promise.all([
    ask(
      `SELECT value, NULL AS within, n, ${SHOWN}
       FROM (SELECT keyword AS value, uniqExact(key_hash) AS n
         FROM ${found(`SELECT key_hash FROM ${table} WHERE ${condition.sql}`)} GROUP BY keyword)
       ${ORDERED}`,
      Row,
      { ...condition.params, limit },
    ),
    marked,
  ]);
  // A posting that came without a keyword may have been found by one since. These are few.
  const [later] = unmarked
    ? await ask(
        `SELECT uniqExact(key_hash) AS known
         FROM ${found(`SELECT key_hash FROM ${table} WHERE (${condition.sql}) AND keyword IS NULL`)}`,
        z.object({ known: Count }),
        condition.params,
      )
    : [];
  return {
    items: named(rows),
    values: rows[0]?.values ?? 0,
    total: rows[0]?.total ?? 0,
    known: known + (later?.known ?? 0),
  };
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
    const by = groupedBy("distribution", dimension, scope);
    const skills = skillColumn("distribution", scope);
    const both = by === "skill" || by === "keyword" ? markedCard(ask, scope, by, skills) : null;
    const [card, counts] = await Promise.all([
      both?.then((counted) => counted.card) ?? cardOf(ask, scope, "distribution"),
      countGroups(
        ask,
        scope,
        by,
        limit,
        skills,
        both?.then((counted) => counted.marked),
      ),
    ]);
    const shown = await shownGroups(ask, scope, by, counts.items);
    const items = counts.items.map((item) => ({
      ...shown(item),
      n: item.n,
      share: shareOf(item.n, card.n),
      rows_query: filterQuery(filterOfGroup(scope.filter, by, item)),
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
