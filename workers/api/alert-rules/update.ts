import { createRoute } from "@hono/zod-openapi";
import { assertNotDeleted } from "../../../shared/errors/validation.ts";
import { builtInFields } from "../../alerts/rule-store.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import {
  changeOf,
  checkLabels,
  checkReceivers,
  exampleRule,
  RuleChange,
  RuleView,
  ruleCounts,
  ruleView,
} from "./rule-view.ts";

const route = createRoute({
  operationId: "updateAlertRule",
  method: "patch",
  path: "/api/v1/alert-rules/{id}",
  tags: ["alerts"],
  summary: "Change, switch or mute an alert rule; the next evaluation judges its open alerts anew",
  request: { params: IdParam, body: jsonBody(RuleChange, { enabled: false }) },
  responses: {
    200: okResponse("The rule", RuleView, { ...exampleRule, enabled: false }),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

export const updateAlertRule = operation("alerts:write", route, async (c) => {
  const { alerts, clock } = c.get("services");
  const body = c.req.valid("json");
  const rule = await alerts.rules.get(c.req.valid("param").id);
  assertNotDeleted(`alert rule ${rule.name}`, rule);
  checkLabels(body.metric ?? rule.metric, body.labels ?? rule.labels);
  await checkReceivers(c, body);
  const defaults = builtInFields(rule.builtIn);
  const changed = await alerts.rules.update(rule, { ...changeOf(body), updatedAt: clock.now() });
  const counts = await ruleCounts(c, [rule, changed]);
  const [before, after] = [ruleView(rule, defaults, counts), ruleView(changed, defaults, counts)];
  audit(c, { action: "alert-rule.update", record: `alert-rule:${rule.id}`, before, after });
  return ok(c, after);
});
