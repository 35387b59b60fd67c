import { z } from "@hono/zod-openapi";
import { JobRef } from "../../../shared/contracts/job-match.ts";

/** The path of one posting. */
export const JobParam = z.object(JobRef.shape);
