/** Which of some names are cities of stored postings or companies. */
import { z } from "zod";
import { ownParams, searchSettings } from "../query.ts";

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
