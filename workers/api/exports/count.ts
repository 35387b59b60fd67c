import { createRoute, z } from "@hono/zod-openapi";
import { ExportSubject, MAX_STREAM_ROWS } from "../../../shared/contracts/exports.ts";
import { JOB_FILTER_SHAPE } from "../../../shared/contracts/job-filter.ts";
import { countVisibleCompanies } from "../companies/visible-companies.ts";
import { ok, okResponse } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { countVisible } from "../jobs/visible-jobs.ts";
import { operation } from "../operation.ts";
import { wantedFilter } from "./export-view.ts";

const Count = z.object({
  rows: z.number().int().describe("Rows that match now"),
  exact: z.boolean().describe("False where there may be more"),
  max_stream_rows: z.number().int().describe("Rows that are sent at once at most; more go to a file"),
});

const route = createRoute({
  operationId: "countExport",
  method: "get",
  path: "/api/v1/exports/count",
  tags: ["exports"],
  summary: "Count what an export would have",
  request: { query: z.strictObject({ subject: ExportSubject.default("jobs"), ...JOB_FILTER_SHAPE }) },
  responses: {
    200: okResponse("The number of rows", Count, {
      rows: 41_200,
      exact: true,
      max_stream_rows: MAX_STREAM_ROWS,
    }),
    ...errorResponses(400, 422),
  },
});

export const countExport = operation("exports:write", route, async (c) => {
  const { subject, ...filter } = c.req.valid("query");
  const { exports, jobs, companies } = c.get("services");
  const wanted = await wantedFilter(c, subject, filter);
  const { text } = wanted;
  const count = async () => {
    if (principalOf(c).seesRecruiters || typeof text !== "string")
      return { value: await exports.count(subject, wanted), exact: true };
    // The words must be in what the caller is shown.
    return subject === "jobs"
      ? countVisible(jobs, wanted, true)
      : countVisibleCompanies(companies, { ...wanted, text });
  };
  const { value: rows, exact } = await count();
  return ok(c, { rows, exact, max_stream_rows: MAX_STREAM_ROWS });
});
