import { createRoute } from "@hono/zod-openapi";
import { builtInFields } from "../../alerts/rule-store.ts";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleRule, RuleView, ruleCounts, ruleView } from "./rule-view.ts";

const route = createRoute({
  operationId: "showAlertRule",
  method: "get",
  path: "/api/v1/alert-rules/{id}",
  tags: ["alerts"],
  summary: "Show an alert rule",
  request: { params: IdParam },
  responses: {
    200: okResponse("The rule", RuleView, exampleRule),
    ...errorResponses(404, 422),
  },
});

export const showAlertRule = operation("alerts:read", route, async (c) => {
  const rule = await c.get("services").alerts.rules.get(c.req.valid("param").id);
  return ok(c, ruleView(rule, builtInFields(rule.builtIn), await ruleCounts(c, [rule])));
});
