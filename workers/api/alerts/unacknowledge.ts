import { createRoute } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { AlertView, alertView, exampleAlert } from "./alert-view.ts";

const route = createRoute({
  operationId: "unacknowledgeAlert",
  method: "post",
  path: "/api/v1/alerts/{id}/unacknowledge",
  tags: ["alerts"],
  summary: "Give an acknowledged alert back",
  request: { params: IdParam },
  responses: {
    200: okResponse("The alert", AlertView, exampleAlert),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const unacknowledgeAlert = operation("alerts:write", route, async (c) => {
  const { alerts } = c.get("services").alerts;
  const { id } = c.req.valid("param");
  const { acknowledgedBy, note } = await alerts.get(id);
  const by = { name: principalOf(c).username, note: null, at: c.get("services").clock.now() };
  if (!(await alerts.unacknowledge(id, by)))
    throw new ApiError("invalid_state", "the alert is not acknowledged, or is over");
  const before = { acknowledged_by: acknowledgedBy, note };
  audit(c, { action: "alert.unacknowledge", record: `alert:${id}`, before });
  return ok(c, alertView(await alerts.get(id)));
});
