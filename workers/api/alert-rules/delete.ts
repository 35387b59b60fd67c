import { createRoute, z } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { assertNotDeleted } from "../../../shared/errors/validation.ts";
import { EXAMPLE_RULE_ID } from "../alerts/alert-view.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam, Restore, restoreOf } from "../http/fields.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { exampleOwnRule, RuleView, ruleCounts, ruleView } from "./rule-view.ts";

const route = createRoute({
  operationId: "deleteAlertRule",
  method: "delete",
  path: "/api/v1/alert-rules/{id}",
  tags: ["alerts"],
  summary: "Delete an alert rule: its open alerts end, their history stays",
  request: { params: IdParam },
  responses: {
    200: okResponse("The deleted rule", z.object({ rule: RuleView, restore: Restore }), {
      rule: { ...exampleOwnRule, deleted_at: EXAMPLE_NOW },
      restore: { method: "POST", path: `/api/v1/alert-rules/${EXAMPLE_RULE_ID}/restore` },
    }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const deleteAlertRule = operation("alerts:write", route, async (c) => {
  const { alerts, clock } = c.get("services");
  const rule = await alerts.rules.get(c.req.valid("param").id);
  assertNotDeleted(`alert rule ${rule.name}`, rule);
  if (rule.builtIn !== null)
    throw new ApiError("invalid_state", "a built-in rule can't be deleted; switch it off");
  const counts = await ruleCounts(c, [rule]);
  const now = clock.now();
  const deleted = ruleView(await alerts.rules.setDeleted(rule, now, now), null, counts);
  const before = ruleView(rule, null, counts);
  audit(c, { action: "alert-rule.delete", record: `alert-rule:${rule.id}`, before });
  return ok(c, { rule: deleted, restore: restoreOf("alert-rules", rule.id) });
});
