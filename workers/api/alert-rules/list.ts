import { createRoute, z } from "@hono/zod-openapi";
import { builtInFields } from "../../alerts/rule-store.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { Flag } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleRule, RuleView, ruleCounts, ruleView } from "./rule-view.ts";

const route = createRoute({
  operationId: "listAlertRules",
  method: "get",
  path: "/api/v1/alert-rules",
  tags: ["alerts"],
  summary: "List the alert rules with how many alerts each has open",
  request: {
    query: z.strictObject({ include_deleted: Flag, limit: limitParam(200, 200), cursor: cursorParam }),
  },
  responses: {
    200: okResponse("A page of rules", pageOf(RuleView), { items: [exampleRule], next_cursor: null }),
    ...errorResponses(400, 422),
  },
});

const cursor = cursorOf("alert-rules", z.uuid());

export const listAlertRules = operation("alerts:read", route, async (c) => {
  const { alerts, clock } = c.get("services");
  const { include_deleted, limit, cursor: after } = c.req.valid("query");
  // The built-in rules of a new installation are there before its first evaluation.
  await alerts.rules.all(clock.now());
  const rows = await alerts.rules.list(include_deleted === "true", limit + 1, cursor.decode(after));
  const counts = await ruleCounts(c, rows);
  const page = toPage(rows, limit, ({ id }) => cursor.encode(id));
  return ok(c, {
    ...page,
    items: page.items.map((rule) => ruleView(rule, builtInFields(rule.builtIn), counts)),
  });
});
