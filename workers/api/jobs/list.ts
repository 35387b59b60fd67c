import { createRoute, z } from "@hono/zod-openapi";
import { JOB_FILTER_SHAPE } from "../../../shared/contracts/job-filter.ts";
import { JobSort, NO_SALARY } from "../../../shared/contracts/job-search.ts";
import { Platform } from "../../../shared/contracts/platform.ts";
import { wordsOf } from "../../../shared/domain/job-words.ts";
import { errorAbout } from "../../../shared/errors/validation.ts";
import { type FoundJob, positionOf } from "../../clickhouse/job-queries.ts";
import { jobRefKey } from "../../duplicates/create-job-matches.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { withKnownPlaces } from "../http/known-places.ts";
import { operation } from "../operation.ts";
import { exampleFoundJob } from "./examples.ts";
import { JobView, jobView, MAX_ALSO } from "./job-view.ts";
import { visibleJobs } from "./visible-jobs.ts";

const route = createRoute({
  operationId: "listJobs",
  method: "get",
  path: "/api/v1/jobs",
  tags: ["jobs"],
  summary: "Search postings",
  description:
    "Postings of a filter, page by page. A member may be repeated: its values are alternatives, and members narrow each other. The list follows what was stored within a minute or two. docs/search.md says how words are found.",
  request: {
    query: z.strictObject({
      ...JOB_FILTER_SHAPE,
      sort: JobSort.default("newest").describe(
        "Newest first seen, newest published, last seen, or salary; postings without the value come last",
      ),
      limit: limitParam(200, 50),
      cursor: cursorParam,
    }),
  },
  responses: {
    200: okResponse("A page of postings", pageOf(JobView), { items: [exampleFoundJob], next_cursor: null }),
    ...errorResponses(400, 422),
  },
});

/** Greatest values of the orders: 2299-12-31 in ms, the last Date in days, above every salary. */
const MAX_VALUES: Readonly<Record<JobSort, number>> = {
  newest: 10_413_791_999_000,
  published: 10_413_791_999_000,
  last_seen: 65_535,
  salary_high: NO_SALARY,
  salary_low: NO_SALARY,
};
const isValueOf = (sort: JobSort, value: number): boolean =>
  value <= MAX_VALUES[sort] &&
  (sort === "salary_high" || sort === "salary_low" ? value >= -1 : value >= 0 && Number.isInteger(value));

const cursor = cursorOf(
  "jobs",
  z
    .tuple([JobSort, z.number(), Platform, z.string()])
    .refine(([sort, value]) => isValueOf(sort, value), "is not a cursor of this list"),
);

export const listJobs = operation("read", route, async (c) => {
  const { cursor: position, limit, sort, ...filter } = c.req.valid("query");
  const at = cursor.decode(position);
  if (at && at[0] !== sort) throw errorAbout("invalid_cursor", "cursor", "is not a cursor of this list");
  const after = at && { value: at[1], platform: at[2], job_key: at[3] };
  const { jobs } = c.get("services");
  const { seesRecruiters } = principalOf(c);
  const query = { filter: await withKnownPlaces(c, filter), sort, limit: limit + 1, after };
  const rows = await (seesRecruiters ? jobs.search(query) : visibleJobs(jobs, query));
  const { items, next_cursor } = toPage(rows, limit, (last) => {
    const { value, platform, job_key } = positionOf(sort, last);
    return cursor.encode([sort, value, platform, job_key]);
  });
  const words = filter.text === undefined ? null : wordsOf(filter.text);
  const groups = [...new Set(items.map(({ group_id }) => group_id).filter((id) => id !== 0))];
  const members = await c.get("services").jobMatches.members(groups);
  const alsoOn = (row: FoundJob) =>
    (members.get(row.group_id) ?? [])
      .filter((other) => jobRefKey(other) !== jobRefKey(row))
      .slice(0, MAX_ALSO)
      .map(({ platform, job_key }) => ({ platform, job_key }));
  return ok(c, {
    items: items.map((row) => jobView(row, words, seesRecruiters, alsoOn(row))),
    next_cursor,
  });
});
