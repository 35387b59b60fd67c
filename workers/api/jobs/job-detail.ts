/** A posting as the API shows it to one caller. */
import { z } from "@hono/zod-openapi";
import { maskRecruiter, maskRecruiterText } from "../../../shared/platforms/recruiter-mask.ts";
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

/** Text that is not JSON can't be masked field by field, so a caller who may not see recruiters gets null. */
function readRaw(text: string | null, seesRecruiters: boolean): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return seesRecruiters ? text : null;
  }
}

export function jobDetail({ raw, ...job }: StoredJob, seesRecruiters: boolean): z.infer<typeof JobDetail> {
  const read = readRaw(raw, seesRecruiters);
  if (seesRecruiters) return { job, raw: read, masked: false };
  return {
    job: { ...job, title: maskRecruiterText(job.title), description: maskRecruiterText(job.description) },
    raw: maskRecruiter(job.platform, read),
    masked: true,
  };
}
