import { createRoute } from "@hono/zod-openapi";
import { assertDeleted } from "../../../shared/errors/validation.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleOwnRule, RuleView, ruleCounts, ruleView } from "./rule-view.ts";

const route = createRoute({
  operationId: "restoreAlertRule",
  method: "post",
  path: "/api/v1/alert-rules/{id}/restore",
  tags: ["alerts"],
  summary: "Bring a deleted alert rule back",
  request: { params: IdParam },
  responses: {
    200: okResponse("The rule", RuleView, exampleOwnRule),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const restoreAlertRule = operation("alerts:write", route, async (c) => {
  const { alerts, clock } = c.get("services");
  const rule = await alerts.rules.get(c.req.valid("param").id);
  assertDeleted(`alert rule ${rule.name}`, rule);
  const restored = await alerts.rules.setDeleted(rule, clock.now(), null);
  const view = ruleView(restored, null, await ruleCounts(c, [restored]));
  audit(c, { action: "alert-rule.restore", record: `alert-rule:${rule.id}`, after: view });
  return ok(c, view);
});
