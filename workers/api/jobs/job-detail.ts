/** A posting as the API shows it to one caller. */
import { z } from "@hono/zod-openapi";
import { cutNesting } from "../../../shared/nesting.ts";
import { maskRecruiter } from "../../../shared/platforms/recruiter-mask.ts";
import { jobs } from "../../../shared/tables/jobs.ts";
import { rowSchema } from "../../../shared/tables/table.ts";
import type { StoredJob } from "../../clickhouse/job-queries.ts";

export const JobDetail = z.object({
  job: rowSchema(jobs.columns),
  raw: z.unknown().openapi({
    description:
      "The newest row as the platform sent it; null where none is kept. Its shape is the platform's own",
  }),
  masked: z.boolean().describe("Recruiters' names and contacts are hidden from the caller"),
});

/**
 * Reads the kept row. Text that is not JSON can't be masked field by field, so a caller who may not see recruiters gets
 * null; what is nested too deeply to be written as an answer is cut for everybody.
 */
function readRaw({ platform, raw }: StoredJob, seesRecruiters: boolean): unknown {
  if (raw === null) return null;
  try {
    const row: unknown = JSON.parse(raw);
    return seesRecruiters ? cutNesting(row) : maskRecruiter(platform, row);
  } catch {
    return seesRecruiters ? raw : null;
  }
}

/** The typed columns are masked where the answer is sent. */
export function jobDetail(stored: StoredJob, seesRecruiters: boolean): z.infer<typeof JobDetail> {
  const { raw: _, ...job } = stored;
  return { job, raw: readRaw(stored, seesRecruiters), masked: !seesRecruiters };
}
