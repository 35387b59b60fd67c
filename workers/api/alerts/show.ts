import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { AlertDetail, alertEventView, alertView, exampleAlert } from "./alert-view.ts";

const route = createRoute({
  operationId: "showAlert",
  method: "get",
  path: "/api/v1/alerts/{id}",
  tags: ["alerts"],
  summary: "Show an alert with its history",
  request: { params: IdParam },
  responses: {
    200: okResponse("The alert", AlertDetail, {
      ...exampleAlert,
      events: [{ at: exampleAlert.started_at, event: "firing", value: 1, actor: null, note: null }],
    }),
    ...errorResponses(404, 422),
  },
});

export const showAlert = operation("alerts:read", route, async (c) => {
  const { alerts } = c.get("services").alerts;
  const { id } = c.req.valid("param");
  const [alert, events] = await Promise.all([alerts.get(id), alerts.events(id)]);
  return ok(c, { ...alertView(alert), events: events.map(alertEventView) });
});
