import { createRoute } from "@hono/zod-openapi";
import { exampleDecision } from "../company-pairs/examples.ts";
import { CompanyDecisionView } from "../company-pairs/pair-view.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { decisionView } from "./decision-view.ts";

const route = createRoute({
  operationId: "undoCompanyDecision",
  method: "post",
  path: "/api/v1/company-decisions/{id}/undo",
  tags: ["companies"],
  summary: "Undo a decision: companies and every figure are as they were without it",
  request: { params: IdParam },
  responses: {
    200: okResponse("The undone decision", CompanyDecisionView, {
      ...exampleDecision,
      undone_by: "lin",
      undone_at: EXAMPLE_NOW,
    }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const undoCompanyDecision = operation("matches:write", route, async (c) => {
  const { id } = c.req.valid("param");
  const decision = await c.get("services").companyLinks.undo(id, principalOf(c).label, c.get("requestId"));
  const after = decisionView(decision);
  audit(c, { action: "company-decision.undo", record: `company-decision:${id}`, after });
  return ok(c, after);
});
