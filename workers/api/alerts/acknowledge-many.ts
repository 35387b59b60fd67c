import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { Id, Ids } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { Note } from "./acknowledge.ts";
import { EXAMPLE_ALERT_ID } from "./alert-view.ts";

const Which = z
  .strictObject({ ids: Ids.optional(), rule: Id.optional(), note: Note })
  .refine(({ ids, rule }) => (ids === undefined) !== (rule === undefined), "has none of the allowed forms");

const route = createRoute({
  operationId: "acknowledgeAlerts",
  method: "post",
  path: "/api/v1/alerts/acknowledge",
  tags: ["alerts"],
  summary: "Take many open alerts over: those named, or all of a rule",
  request: { body: jsonBody(Which, { ids: [EXAMPLE_ALERT_ID], note: "The site is down for maintenance" }) },
  responses: {
    200: okResponse(
      "How many were open and not acknowledged before",
      z.object({ acknowledged: z.number().int() }),
      { acknowledged: 12 },
    ),
    ...errorResponses(400, 404, 413, 415, 422),
  },
});

export const acknowledgeAlerts = operation("alerts:write", route, async (c) => {
  const { alerts, rules } = c.get("services").alerts;
  const { ids, rule, note } = c.req.valid("json");
  if (rule !== undefined) await rules.get(rule);
  const by = { name: principalOf(c).username, note, at: c.get("services").clock.now() };
  const done = await alerts.acknowledge(rule === undefined ? { ids: ids ?? [] } : { ruleId: rule }, by);
  const record = rule === undefined ? {} : { record: `alert-rule:${rule}` };
  audit(c, { action: "alert.acknowledge-many", ...record, after: { note, acknowledged: done.length, ids } });
  return ok(c, { acknowledged: done.length });
});
