/** What the dictionary of skills makes of one posting: its skills, and what else its tags say. */
import { z } from "zod";
import { Platform } from "../../../shared/contracts/platform.ts";
import { CLASSES_OF_JOB } from "../../facts/job-facts-sql.ts";
import { searchSettings } from "../query.ts";

const names = z.array(z.string());
export const CLASS_COLUMNS = {
  skills: names.describe("By their canonical names: of the listed skills and tags, and of title and text"),
  welfare: names.describe("Benefits, those among the tags too"),
  requirements: names.describe("Tags that demand something"),
  titles: names.describe("Tags that name a job"),
};

export const jobClasses = {
  sql: `${CLASSES_OF_JOB} ${searchSettings()}`,
  params: z.strictObject({ platform: Platform, job_key: z.string().min(1) }),
  row: z.object(CLASS_COLUMNS),
};
