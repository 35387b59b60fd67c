import { createRoute, z } from "@hono/zod-openapi";
import { QualityReport } from "../../../shared/contracts/quality.ts";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleReport } from "./examples.ts";

/** Days offered beside a report. */
const MAX_DAYS = 60;

const Answer = z.object({
  report: QualityReport.nullable().describe("Null where the day has none"),
  days: z.array(z.iso.date()).describe(`Days that have a report, newest first, at most ${MAX_DAYS}`),
});

const route = createRoute({
  operationId: "showQualityReport",
  method: "get",
  path: "/api/v1/quality/report",
  tags: ["quality"],
  summary: "The daily report: rows of each kind, the fields that were off, and what waits in quarantine",
  request: {
    query: z.strictObject({
      day: z.iso.date("is not a day").optional().describe("The newest report when left out"),
    }),
  },
  responses: {
    200: okResponse("The report", Answer, { report: exampleReport, days: [exampleReport.day] }),
    ...errorResponses(422),
  },
});

export const showQualityReport = operation("read", route, async (c) => {
  const { quality } = c.get("services");
  const days = await quality.reportDays(MAX_DAYS);
  const day = c.req.valid("query").day ?? days[0];
  return ok(c, { report: day === undefined ? null : await quality.report(day), days });
});
