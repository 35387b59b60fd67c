import { createRoute } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { jobRefKey } from "../../duplicates/create-job-matches.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { WholeListQuery, wholeList } from "../http/whole-list.ts";
import { exampleSame, SameJobView } from "../job-pairs/pair-view.ts";
import { operation } from "../operation.ts";
import { JobParam } from "./job-param.ts";

const route = createRoute({
  operationId: "listSameJobs",
  method: "get",
  path: "/api/v1/jobs/{platform}/{job_key}/same",
  tags: ["jobs"],
  summary: "Show the other postings of the same job, with what they were compared by",
  request: {
    params: JobParam,
    query: WholeListQuery,
  },
  responses: {
    200: okResponse(
      "A page of the other postings, the one that was seen first in front",
      pageOf(SameJobView),
      { items: [exampleSame], next_cursor: null },
    ),
    ...errorResponses(400, 404, 422),
  },
});

const list = wholeList("same-jobs", jobRefKey);

export const listSameJobs = operation("read", route, async (c) => {
  const job = c.req.valid("param");
  const items = await c.get("services").jobMatches.same(job);
  if (items === null)
    throw new ApiError("not_found", `no posting ${job.job_key} of ${job.platform} is compared yet`);
  return ok(c, list.page(items, c.req.valid("query")));
});
