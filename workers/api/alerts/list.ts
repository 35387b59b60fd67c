import { createRoute, z } from "@hono/zod-openapi";
import { ALERT_SEVERITIES, ALERT_STATES } from "../../../shared/contracts/alert.ts";
import { PLATFORMS } from "../../../shared/contracts/vocabulary.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { Id } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { AlertView, alertView, exampleAlert } from "./alert-view.ts";

const route = createRoute({
  operationId: "listAlerts",
  method: "get",
  path: "/api/v1/alerts",
  tags: ["alerts"],
  summary: "List alerts, the newest first",
  request: {
    query: z.strictObject({
      state: z
        .enum(["open", ...ALERT_STATES])
        .optional()
        .describe("open: every state but resolved"),
      rule: Id.optional(),
      severity: z.enum(ALERT_SEVERITIES).optional(),
      platform: z.enum(PLATFORMS).optional(),
      limit: limitParam(200, 50),
      cursor: cursorParam,
    }),
  },
  responses: {
    200: okResponse("A page of alerts", pageOf(AlertView), { items: [exampleAlert], next_cursor: null }),
    ...errorResponses(400, 422),
  },
});

const cursor = cursorOf("alerts", z.tuple([z.number().int(), z.uuid()]));

export const listAlerts = operation("alerts:read", route, async (c) => {
  const { rule: ruleId, state, severity, platform, limit, cursor: after } = c.req.valid("query");
  const position = cursor.decode(after);
  const rows = await c
    .get("services")
    .alerts.alerts.list(
      { state, ruleId, severity, platform },
      limit + 1,
      position && { at: position[0], id: position[1] },
    );
  const page = toPage(rows, limit, ({ startedAt, id }) => cursor.encode([startedAt, id]));
  return ok(c, { ...page, items: page.items.map(alertView) });
});
