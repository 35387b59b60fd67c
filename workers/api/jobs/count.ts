import { createRoute, z } from "@hono/zod-openapi";
import { JOB_FILTER_SHAPE } from "../../../shared/contracts/job-filter.ts";
import { MAX_COUNTED } from "../../../shared/contracts/job-search.ts";
import { Instant, ok, okResponse } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { withKnownPlaces } from "../http/known-places.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { countVisible } from "./visible-jobs.ts";

const JobCount = z.object({
  value: z.number().int(),
  exact: z.boolean().describe("False where there are more than `value`"),
  as_of: Instant.nullable().describe("Everything stored before is counted; null before the first refresh"),
});

const route = createRoute({
  operationId: "countJobs",
  method: "get",
  path: "/api/v1/jobs/count",
  tags: ["jobs"],
  summary: `Count the postings of a filter, up to ${MAX_COUNTED}`,
  request: {
    query: z.strictObject({
      ...JOB_FILTER_SHAPE,
      exact: z.enum(["true", "false"]).default("false").describe(`Counts also above ${MAX_COUNTED}`),
    }),
  },
  responses: {
    200: okResponse("How many there are", JobCount, {
      value: MAX_COUNTED,
      exact: false,
      as_of: EXAMPLE_NOW - 60_000,
    }),
    ...errorResponses(400, 422),
  },
});

export const countJobs = operation("read", route, async (c) => {
  const { exact, ...asked } = c.req.valid("query");
  const filter = await withKnownPlaces(c, asked);
  const { jobs, jobFacts } = c.get("services");
  const isExact = exact === "true";
  const [count, as_of] = await Promise.all([
    principalOf(c).seesRecruiters ? jobs.count(filter, isExact) : countVisible(jobs, filter, isExact),
    jobFacts.asOf(),
  ]);
  return ok(c, { ...count, as_of });
});
