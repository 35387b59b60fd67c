/** Salaries of `job_facts` as SQL. Days and hours are months already in `monthly_min` and `monthly_max`. */
import { SALARY_BANDS } from "../../shared/contracts/levels.ts";

/** CNY per month; null where the text leaves one end of the range open, or is negotiable or not read. */
export const MIDPOINT_SQL = "(monthly_min + monthly_max) / 2";

/** Upper ends of all bands but the last one, CNY. */
const BAND_ENDS = SALARY_BANDS.slice(0, -1).map((band) => Number(band.split("-")[1]));

/** Name of the salary band, null where there is no midpoint. */
export const SALARY_BAND_SQL = `multiIf(isNull(${MIDPOINT_SQL}), NULL, ${BAND_ENDS.map(
  (end, at) => `${MIDPOINT_SQL} < ${end}, '${SALARY_BANDS[at]}'`,
).join(", ")}, '${SALARY_BANDS.at(-1)}')`;

/**
 * Holds where the midpoint is in one of the bands. It compares numbers: the name of the band of every posting takes three
 * times as long.
 */
export function inSalaryBandsSql(bands: readonly (typeof SALARY_BANDS)[number][]): string {
  const parts = bands.map((band) => {
    const at = SALARY_BANDS.indexOf(band);
    const [from, end] = [BAND_ENDS[at - 1], BAND_ENDS[at]];
    return [
      ...(from === undefined ? [] : [`${MIDPOINT_SQL} >= ${from}`]),
      ...(end === undefined ? [] : [`${MIDPOINT_SQL} < ${end}`]),
    ].join(" AND ");
  });
  return parts.map((part) => `(${part})`).join(" OR ");
}

export const HAS_SALARY_SQL = "(monthly_min IS NOT NULL OR monthly_max IS NOT NULL)";
export const UNREAD_SALARY_SQL = "has(unread, 'salary')";
/** Whether the salary was read and names no figure: 面议; `job_facts.is_negotiable`. @param of the columns, as `j.` */
export const negotiableSql = (of: string): string =>
  `(${of}salary_text IS NOT NULL AND ${of}monthly_min IS NULL AND ${of}monthly_max IS NULL AND NOT has(${of}unread, 'salary'))`;

const isYearly = "ifNull(salary_period = 'year', 0)";
/** Yearly figures whose months are assumed to be 12. */
export const ASSUMED_MONTHS_SQL = `(${HAS_SALARY_SQL} AND NOT ${isYearly} AND salary_months IS NULL)`;

/** CNY per year of one end of the range. A yearly salary is the year's, whatever months it names. */
export const yearlySql = (end: "min" | "max"): string =>
  `if(${isYearly}, salary_${end}, monthly_${end} * ifNull(salary_months, 12))`;
