import { createRoute } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { builtInFields } from "../../alerts/rule-store.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleRule, RuleView, ruleCounts, ruleView } from "./rule-view.ts";

const route = createRoute({
  operationId: "resetAlertRule",
  method: "post",
  path: "/api/v1/alert-rules/{id}/reset",
  tags: ["alerts"],
  summary: "Set a built-in rule to what a new installation has; its receivers stay",
  request: { params: IdParam },
  responses: {
    200: okResponse("The rule", RuleView, exampleRule),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const resetAlertRule = operation("alerts:write", route, async (c) => {
  const { alerts, clock } = c.get("services");
  const rule = await alerts.rules.get(c.req.valid("param").id);
  const defaults = builtInFields(rule.builtIn);
  if (defaults === null) throw new ApiError("invalid_state", `${rule.name} is not a built-in rule`);
  const { userIds: _, channelIds: __, ...fields } = defaults;
  const changed = await alerts.rules.update(rule, { ...fields, updatedAt: clock.now() });
  const counts = await ruleCounts(c, [rule, changed]);
  const [before, after] = [ruleView(rule, defaults, counts), ruleView(changed, defaults, counts)];
  audit(c, { action: "alert-rule.reset", record: `alert-rule:${rule.id}`, before, after });
  return ok(c, after);
});
