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
