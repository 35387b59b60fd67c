import { createRoute, z } from "@hono/zod-openapi";
import { Platform } from "../../../shared/contracts/platform.ts";
import { rowSchema } from "../../../shared/tables/table.ts";
import { JOB_SUMMARY_COLUMNS } from "../../clickhouse/queries/newest-jobs.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleJob } from "./examples.ts";
import { visibleJobs } from "./visible-jobs.ts";

const Job = rowSchema(JOB_SUMMARY_COLUMNS);

const route = createRoute({
  operationId: "listJobs",
  method: "get",
  path: "/api/v1/jobs",
  tags: ["jobs"],
  summary: "Newest postings",
  request: {
    query: z.strictObject({
      platform: Platform.optional(),
      city: z.string().trim().min(1).max(40).optional(),
      keyword: z.string().trim().min(1).max(100).optional(),
      text: z
        .string()
        .trim()
        .min(1)
        .max(100)
        .optional()
        .describe("Part of title or company name, as the caller is shown them"),
      limit: limitParam(200, 50),
      cursor: cursorParam,
    }),
  },
  responses: {
    200: okResponse("A page of postings", pageOf(Job), { items: [exampleJob], next_cursor: null }),
    ...errorResponses(400, 422),
  },
});

const cursor = cursorOf("jobs", z.tuple([z.number().int().nonnegative(), Platform, z.string()]));

export const listJobs = operation("read", route, async (c) => {
  const { cursor: position, limit, ...filter } = c.req.valid("query");
  const at = cursor.decode(position);
  const after = at && { collected_at: at[0], platform: at[1], job_key: at[2] };
  const { jobs } = c.get("services");
  const query = { ...filter, limit: limit + 1, after };
  const rows = await (principalOf(c).seesRecruiters ? jobs.newest(query) : visibleJobs(jobs, query));
  return ok(
    c,
    toPage(rows, limit, (last) => cursor.encode([last.collected_at, last.platform, last.job_key])),
  );
});
