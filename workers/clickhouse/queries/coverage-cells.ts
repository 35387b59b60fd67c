/** The cities of the postings of a period, those with most postings first. */
import { z } from "zod";
import { Platform } from "../../../shared/contracts/platform.ts";
import { Count } from "../query.ts";

/** @param condition over job_facts */
export const coverageCells = (condition: string) => `
  SELECT platform, ifNull(city, '') AS cell, count() AS held
  FROM job_facts
  WHERE ${condition}
  GROUP BY platform, cell
  HAVING {after_held:Nullable(UInt64)} IS NULL
    OR (held, platform, cell) < (assumeNotNull({after_held:Nullable(UInt64)}), {after_platform:String}, {after_cell:String})
  ORDER BY held DESC, platform DESC, cell DESC
  LIMIT {limit:UInt32}`;

export const coverageCellRow = z.object({ platform: Platform, cell: z.string(), held: Count });
export type CoverageCell = z.infer<typeof coverageCellRow>;
