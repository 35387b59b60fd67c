/** Which of some names are cities or districts of what is stored. */
import { z } from "zod";
import { ownParams, searchSettings } from "../query.ts";

/** Cities of stored postings or companies. */
export const storedCities = (cities: readonly string[]) => ({
  sql: `
    SELECT city FROM (
      SELECT ifNull(city, '') AS city FROM job_facts WHERE city IN {cities:Array(String)} LIMIT 1 BY city
      UNION ALL
      SELECT ifNull(city, '') AS city FROM companies WHERE city IN {cities:Array(String)} LIMIT 1 BY city
    ) GROUP BY city ${searchSettings()}`,
  params: ownParams({ cities }),
  row: z.object({ city: z.string() }),
});

/** Districts of stored postings. @param cities in which they must be; undefined: in any, or in none */
export const storedDistricts = (districts: readonly string[], cities: readonly string[] | undefined) => ({
  sql: `
    SELECT ifNull(district, '') AS district FROM job_facts
    WHERE district IN {districts:Array(String)}${cities === undefined ? "" : " AND city IN {cities:Array(String)}"}
    LIMIT 1 BY district ${searchSettings()}`,
  params: ownParams({ districts, ...(cities !== undefined && { cities }) }),
  row: z.object({ district: z.string() }),
});
