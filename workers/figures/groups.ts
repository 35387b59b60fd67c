/** How postings are grouped by a dimension, as SQL. */
import type { FigureDimension } from "../../shared/contracts/figures.ts";
import type { JobFilter } from "../../shared/contracts/job-filter.ts";
import {
  COMPANY_SIZES,
  DEGREE_LEVELS,
  EXPERIENCE_LEVELS,
  SALARY_BANDS,
} from "../../shared/contracts/levels.ts";
import { FILTER_COLUMNS } from "../clickhouse/job-filter.ts";
import { SALARY_BAND_SQL } from "../clickhouse/job-salary.ts";
import { skillKey } from "../clickhouse/job-skills.ts";
import type { BoundParams } from "../clickhouse/query.ts";
import type { Scope } from "./scope.ts";

/** Postings are also grouped by the company over all platforms, which has no name of its own to show. */
export type GroupDimension = FigureDimension | "company_id";

const { company_key: _, state: __, ...COLUMNS } = FILTER_COLUMNS;
/** Columns or expressions of the dimensions of which a posting has one value at most. */
const VALUES: Partial<Record<GroupDimension, string>> = {
  ...COLUMNS,
  company_id: "nullIf(company_id, '')",
  salary_band: SALARY_BAND_SQL,
};

/** Dimensions that have an order of their own. */
export const SCALES: Partial<Record<FigureDimension, readonly string[]>> = {
  salary_band: SALARY_BANDS,
  experience: EXPERIENCE_LEVELS,
  degree: DEGREE_LEVELS,
  company_size: COMPANY_SIZES,
};

/** One group: its value, and the city of a district. */
export interface Group {
  value: string;
  within: string | null;
}

/** @returns the filter of the postings of one group */
export function filterOfGroup(filter: JobFilter, dimension: GroupDimension, group: Group): JobFilter {
  if (dimension === "skill") return { ...filter, skill: [...(filter.skill ?? []), group.value] };
  const city = dimension === "district" && group.within ? { city: [group.within] } : {};
  return { ...filter, ...city, [dimension]: [group.value] };
}

/** The value of one posting, null where it says none; undefined where a posting may have several. */
export const singleValue = (dimension: GroupDimension): string | undefined => VALUES[dimension];

const BETWEEN = "\n";
const groupKey = ({ value, within }: Group, dimension: GroupDimension): string =>
  dimension === "district"
    ? `${within ?? ""}${BETWEEN}${value}`
    : dimension === "skill"
      ? skillKey(value)
      : value;

/**
 * Postings of some groups, once for each group that they belong to, with its `group_key`.
 * @param columns that the caller reads
 */
export function rowsOfGroups(
  { table, condition }: Pick<Scope, "table" | "condition">,
  dimension: GroupDimension,
  groups: readonly Group[],
  columns: readonly string[],
): { sql: string; params: BoundParams; keyOf(group: Group): string } {
  const keyOf = (group: Group) => groupKey(group, dimension);
  const params = { ...condition.params, group_keys: groups.map(keyOf) };
  const rows = (sql: string) => ({ sql, params, keyOf });
  const keys = "{group_keys:Array(String)}";
  if (dimension === "skill") {
    return rows(
      `SELECT arrayJoin(arrayFilter(x -> x IN ${keys}, skill_keys)) AS group_key, ${columns.join(", ")}
        FROM ${table} WHERE ${condition.sql}`,
    );
  }
  if (dimension === "keyword") {
    return rows(
      `SELECT k.keyword AS group_key, ${columns.map((name) => `f.${name} AS ${name}`).join(", ")}
        FROM (SELECT key_hash, ${columns.join(", ")} FROM ${table} WHERE ${condition.sql}) AS f
        INNER JOIN (SELECT DISTINCT keyword, key_hash FROM job_keywords WHERE keyword IN ${keys}) AS k
          ON k.key_hash = f.key_hash`,
    );
  }
  const value = VALUES[dimension] as string;
  const key =
    dimension === "district" ? `concat(ifNull(city, ''), '\\n', ${value})` : `assumeNotNull(${value})`;
  // Ids are long: numbers find the few postings whose ids are read.
  const near =
    dimension === "company_id" ? ` AND company_id_hash IN (SELECT cityHash64(arrayJoin(${keys})))` : "";
  return rows(
    `SELECT ${key} AS group_key, ${columns.join(", ")}
      FROM ${table} WHERE (${condition.sql})${near} AND ${value} IS NOT NULL AND ${key} IN ${keys}`,
  );
}
