import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { decisionView, exampleDecision, JobDecisionView } from "../job-pairs/pair-view.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";

const route = createRoute({
  operationId: "undoJobDecision",
  method: "post",
  path: "/api/v1/job-decisions/{id}/undo",
  tags: ["jobs"],
  summary: "Undo a decision: groups and every figure are as they were without it",
  request: { params: IdParam },
  responses: {
    200: okResponse("The undone decision", JobDecisionView, {
      ...exampleDecision,
      undone_by: "lin",
      undone_at: EXAMPLE_NOW,
    }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const undoJobDecision = operation("matches:write", route, async (c) => {
  const { id } = c.req.valid("param");
  const decision = await c.get("services").jobMatches.undo(id, principalOf(c).label, c.get("requestId"));
  const after = decisionView(decision);
  audit(c, { action: "job-decision.undo", record: `job-decision:${id}`, after });
  return ok(c, after);
});
