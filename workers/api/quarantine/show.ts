import { createRoute, z } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { cutNesting } from "../../../shared/nesting.ts";
import { maskRecruiter } from "../../../shared/platforms/recruiter-mask.ts";
import { ok, okResponse } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleQuarantined, QuarantinedView, quarantinedView } from "./quarantine-view.ts";

/** Maximum of rows in the answer: enough to see what is off. */
const MAX_ROWS = 10;

const Inside = QuarantinedView.extend({
  rows_sent: z.array(z.unknown()).describe(`The first ${MAX_ROWS} rows as they were sent`),
  rows_missing: z.boolean().describe("The rows are no longer in the spool"),
});

const route = createRoute({
  operationId: "showQuarantined",
  method: "get",
  path: "/api/v1/quarantine/{id}",
  tags: ["quality"],
  summary: "What a release of the batch would store: the fields that are off, and rows of it",
  request: { params: z.object({ id: z.string().min(1).max(200) }) },
  responses: {
    200: okResponse("The batch", Inside, {
      ...exampleQuarantined,
      rows_sent: [{ encryptJobId: "a1b2", jobName: "Java 工程师", salaryDesc: "" }],
      rows_missing: false,
    }),
    ...errorResponses(404, 422),
  },
});

export const showQuarantined = operation("read", route, async (c) => {
  const { id } = c.req.valid("param");
  const { ingest } = c.get("services");
  const batch = await ingest.quarantined(id);
  if (batch === null) throw new ApiError("not_found", `no batch ${id} was far off`);
  const rows = await ingest.rawRows(batch, MAX_ROWS);
  const seen = principalOf(c).seesRecruiters;
  return ok(c, {
    ...quarantinedView(batch),
    rows_sent: (rows ?? []).map((row) => (seen ? cutNesting(row) : maskRecruiter(batch.platform, row))),
    rows_missing: rows === null,
  });
});
