import { createRoute } from "@hono/zod-openapi";
import { created, createdResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import {
  checkLabels,
  checkReceivers,
  exampleOwnRule,
  RuleBody,
  RuleView,
  rowOf,
  ruleCounts,
  ruleView,
} from "./rule-view.ts";

const { name, metric, labels, comparison, threshold, window_s, severity } = exampleOwnRule;

const route = createRoute({
  operationId: "createAlertRule",
  method: "post",
  path: "/api/v1/alert-rules",
  tags: ["alerts"],
  summary: "Create an alert rule",
  request: {
    body: jsonBody(RuleBody, { name, metric, labels, comparison, threshold, window_s, severity }),
  },
  responses: {
    201: createdResponse("Created", RuleView, exampleOwnRule),
    ...errorResponses(400, 409, 413, 415, 422),
  },
});

export const createAlertRule = operation("alerts:write", route, async (c) => {
  const { alerts, clock } = c.get("services");
  const body = c.req.valid("json");
  checkLabels(body.metric, body.labels);
  await checkReceivers(c, body);
  const now = clock.now();
  const id = crypto.randomUUID();
  const rule = { ...rowOf(body), id, builtIn: null, createdAt: now, updatedAt: now, deletedAt: null };
  await alerts.rules.create(rule);
  const view = ruleView(rule, null, await ruleCounts(c, [rule]));
  audit(c, { action: "alert-rule.create", record: `alert-rule:${id}`, after: view });
  return created(c, view);
});
