import { createRoute, z } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { cutNesting } from "../../../shared/nesting.ts";
import { maskRecruiter } from "../../../shared/platforms/recruiter-mask.ts";
import { ok, okResponse } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { DeadLetterView, deadLetterView } from "./dead-letter-view.ts";
import { exampleDeadLetter } from "./examples.ts";

/** Maximum of rows in the answer: enough to see what is wrong. */
const MAX_ROWS = 20;

const Inside = DeadLetterView.extend({
  rows: z.array(z.unknown()).describe(`The first ${MAX_ROWS} rows as they were sent`),
  rows_missing: z.boolean().describe("The rows are no longer in the spool"),
});

const route = createRoute({
  operationId: "showDeadLetter",
  method: "get",
  path: "/api/v1/ingest/dead-letters/{id}",
  tags: ["ingest"],
  summary: "Look inside a dead letter",
  request: { params: z.object({ id: z.string().min(1).max(200) }) },
  responses: {
    200: okResponse("The dead letter", Inside, {
      ...exampleDeadLetter,
      rows: [{ jobId: "153000001", jobName: "Java 工程师" }],
      rows_missing: false,
    }),
    ...errorResponses(404, 422),
  },
});

export const showDeadLetter = operation("read", route, async (c) => {
  const { id } = c.req.valid("param");
  const { ingest } = c.get("services");
  const receipt = await ingest.receipt(id);
  if (receipt?.state !== "dead") throw new ApiError("not_found", `no dead letter ${id}`);
  const rows = await ingest.rawRows(receipt, MAX_ROWS);
  const seen = principalOf(c).seesRecruiters;
  return ok(c, {
    ...deadLetterView(receipt),
    rows: (rows ?? []).map((row) => (seen ? cutNesting(row) : maskRecruiter(receipt.platform, row))),
    rows_missing: rows === null,
  });
});
