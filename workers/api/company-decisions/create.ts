import { createRoute, z } from "@hono/zod-openapi";
import { CompanyRef, companyRowId, MAX_DECIDED, Verdict } from "../../../shared/contracts/company-match.ts";
import { fieldError } from "../../../shared/errors/validation.ts";
import { exampleDecision } from "../company-pairs/examples.ts";
import { CompanyDecisionView } from "../company-pairs/pair-view.ts";
import { created, createdResponse } from "../http/answers.ts";
import { audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { SingleLineText } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { refuseRepeated } from "../http/refuse-repeated.ts";
import { operation } from "../operation.ts";
import { decisionView } from "./decision-view.ts";

const route = createRoute({
  operationId: "createCompanyDecision",
  method: "post",
  path: "/api/v1/company-decisions",
  tags: ["companies"],
  summary: "Decide whether companies are the same, different, or branch and parent",
  request: {
    body: jsonBody(
      z.strictObject({
        verdict: Verdict.describe(
          "same joins them, different keeps them apart, branch links `one` to its parent",
        ),
        one: CompanyRef.describe("With branch, the branch"),
        others: z.array(CompanyRef).min(1).max(MAX_DECIDED).describe("With branch, its one parent"),
        note: SingleLineText.nullable().default(null).describe("Why"),
      }),
      {
        verdict: "same",
        one: { platform: "boss", company_key: "5f2b1c" },
        others: [{ platform: "qcwy", company_key: "CoAbC123" }],
      },
    ),
  },
  responses: {
    201: createdResponse("Decided", CompanyDecisionView, exampleDecision),
    ...errorResponses(400, 404, 413, 415, 422),
  },
});

export const createCompanyDecision = operation("matches:write", route, async (c) => {
  const { verdict, one, others, note } = c.req.valid("json");
  refuseRepeated([one, ...others].map(companyRowId));
  if (verdict === "branch" && others.length > 1)
    throw fieldError("others", "holds more than the one parent of a branch");
  const decision = await c
    .get("services")
    .companyLinks.decide({ verdict, one, others, note, by: principalOf(c).label }, c.get("requestId"));
  const view = decisionView(decision);
  audit(c, { action: "company-decision.create", record: `company-decision:${view.id}`, after: view });
  return created(c, view);
});
