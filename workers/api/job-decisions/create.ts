import { createRoute, z } from "@hono/zod-openapi";
import { JobRef, JobVerdict, MAX_DECIDED_JOBS } from "../../../shared/contracts/job-match.ts";
import { jobRefKey } from "../../duplicates/create-job-matches.ts";
import { created, createdResponse } from "../http/answers.ts";
import { audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { SingleLineText } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { refuseRepeated } from "../http/refuse-repeated.ts";
import { decisionView, exampleDecision, JobDecisionView } from "../job-pairs/pair-view.ts";
import { operation } from "../operation.ts";

const route = createRoute({
  operationId: "createJobDecision",
  method: "post",
  path: "/api/v1/job-decisions",
  tags: ["jobs"],
  summary: "Decide that postings are the same job, or are not: also to take one out of its group",
  request: {
    body: jsonBody(
      z.strictObject({
        verdict: JobVerdict.describe("same joins `one` with each of the others, different keeps it apart"),
        one: JobRef,
        others: z.array(JobRef).min(1).max(MAX_DECIDED_JOBS),
        reason: SingleLineText.nullable().default(null).describe("Why"),
      }),
      {
        verdict: "same",
        one: { platform: "boss", job_key: "5f2b1c" },
        others: [{ platform: "qcwy", job_key: "100000001" }],
      },
    ),
  },
  responses: {
    201: createdResponse("Decided", JobDecisionView, exampleDecision),
    ...errorResponses(400, 404, 413, 415, 422),
  },
});

export const createJobDecision = operation("matches:write", route, async (c) => {
  const { verdict, one, others, reason } = c.req.valid("json");
  refuseRepeated([one, ...others].map(jobRefKey));
  const decision = await c
    .get("services")
    .jobMatches.decide({ verdict, one, others, reason, by: principalOf(c).label }, c.get("requestId"));
  const view = decisionView(decision);
  audit(c, { action: "job-decision.create", record: `job-decision:${view.id}`, after: view });
  return created(c, view);
});
