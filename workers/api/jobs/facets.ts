import { createRoute, z } from "@hono/zod-openapi";
import { JOB_FILTER_SHAPE, type JobFilter } from "../../../shared/contracts/job-filter.ts";
import { FACETS, type Facet, FacetCounts } from "../../../shared/contracts/job-search.ts";
import { Instant, ok, okResponse } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { withKnownPlaces } from "../http/known-places.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { visibleFacets } from "./visible-jobs.ts";

const JobFacets = z.object({
  facets: z.object(
    Object.fromEntries(FACETS.map((facet) => [facet, FacetCounts])) as Record<Facet, typeof FacetCounts>,
  ),
  complete: z
    .boolean()
    .describe(
      "False for a text whose postings are too many to be checked for hidden contacts: the newest are counted",
    ),
  as_of: Instant.nullable().describe("Everything stored before is counted; null before the first refresh"),
});

const route = createRoute({
  operationId: "listJobFacets",
  method: "get",
  path: "/api/v1/jobs/facets",
  tags: ["jobs"],
  summary: "Count the values of a filter's members, each without its own filter",
  request: { query: z.strictObject(JOB_FILTER_SHAPE) },
  responses: {
    200: okResponse("The values of each member", JobFacets, {
      facets: {
        ...(Object.fromEntries(
          FACETS.map((facet) => [facet, { values: [], other_values: 0, other_count: 0 }]),
        ) as unknown as Record<Facet, FacetCounts>),
        city: { values: [{ value: "深圳", count: 412 }], other_values: 0, other_count: 0 },
      },
      complete: true,
      as_of: EXAMPLE_NOW - 60_000,
    }),
    ...errorResponses(400, 422),
  },
});

/** Members with the same filter once their own is left out are counted together. */
function groups(filter: JobFilter): { filter: JobFilter; members: Facet[] }[] {
  // All of several skills are asked for, so that those chosen narrow the other skills too.
  const own = FACETS.filter((member) => member !== "skill" && filter[member]?.length);
  return [
    { filter, members: FACETS.filter((member) => !own.includes(member)) },
    ...own.map((member) => ({ filter: { ...filter, [member]: undefined }, members: [member] })),
  ];
}

export const listJobFacets = operation("read", route, async (c) => {
  const { jobs, jobFacts } = c.get("services");
  const { seesRecruiters } = principalOf(c);
  const filter = await withKnownPlaces(c, c.req.valid("query"));
  const [as_of, ...parts] = await Promise.all([
    jobFacts.asOf(),
    ...groups(filter).map(async ({ filter: wanted, members }) =>
      seesRecruiters
        ? { facets: await jobs.facets(wanted, members), complete: true }
        : visibleFacets(jobs, wanted, members),
    ),
  ]);
  const facets = Object.assign({}, ...parts.map((part) => part.facets)) as Record<Facet, FacetCounts>;
  return ok(c, { facets, complete: parts.every((part) => part.complete), as_of });
});
