/** A posting as the API shows it to one caller. */
import { z } from "@hono/zod-openapi";
import { cutNesting } from "../../../shared/nesting.ts";
import { maskRecruiter } from "../../../shared/platforms/recruiter-mask.ts";
import { jobs } from "../../../shared/tables/jobs.ts";
import { rowSchema } from "../../../shared/tables/table.ts";
import type { JobClasses, JobOrigin, StoredJob } from "../../clickhouse/job-queries.ts";
import { CLASS_COLUMNS } from "../../clickhouse/queries/job-classes.ts";
import {
  FINDING_COLUMNS,
  jobVersions,
  MAX_ORIGINS,
  SIGHTING_COLUMNS,
  VERSION_COLUMNS,
} from "../../clickhouse/queries/job-origin.ts";

const Why = z.object({
  found_by: z
    .array(rowSchema(FINDING_COLUMNS))
    .describe(`Searches that found it, at most ${MAX_ORIGINS}, last seen first`),
  sightings: z
    .array(rowSchema(SIGHTING_COLUMNS))
    .describe(`Its last sightings, at most ${MAX_ORIGINS}: run, upload and batch that it came in`),
  versions: z
    .array(rowSchema(VERSION_COLUMNS).extend({ kind: jobVersions.row.shape.kind }))
    .describe(`Contents of it that are stored as they were sent, at most ${MAX_ORIGINS}, newest first`),
});

export const JobDetail = z.object({
  job: rowSchema(jobs.columns),
  raw: z.unknown().openapi({
    description:
      "The newest row as the platform sent it; null where none is kept. Its shape is the platform's own",
  }),
  classes: z
    .object(CLASS_COLUMNS)
    .describe(
      "What the dictionary of skills makes of its labels, title and text; `job` has them as they were sent",
    ),
  why: Why.describe("Why it is stored"),
  masked: z.boolean().describe("Recruiters' names and contacts are hidden from the caller"),
});

/**
 * Reads the kept row. Text that is not JSON can't be masked field by field, so a caller who may not see recruiters gets
 * null; what is nested too deeply to be written as an answer is cut for everybody.
 */
export function readRaw(
  { platform, raw }: Pick<StoredJob, "platform" | "raw">,
  seesRecruiters: boolean,
): unknown {
  if (raw === null) return null;
  try {
    const row: unknown = JSON.parse(raw);
    return seesRecruiters ? cutNesting(row) : maskRecruiter(platform, row);
  } catch {
    return seesRecruiters ? raw : null;
  }
}

const NONE: JobClasses = { skills: [], welfare: [], requirements: [], titles: [] };

/** The typed columns are masked where the answer is sent. */
export function jobDetail(
  stored: StoredJob,
  classes: JobClasses | null,
  why: JobOrigin,
  seesRecruiters: boolean,
): z.infer<typeof JobDetail> {
  const { raw: _, ...job } = stored;
  return {
    job,
    raw: readRaw(stored, seesRecruiters),
    classes: classes ?? NONE,
    why,
    masked: !seesRecruiters,
  };
}
