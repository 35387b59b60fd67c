import { createRoute, z } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { AlertView, alertView, exampleAcknowledged } from "./alert-view.ts";

/** Why a person takes an alert over; it stands in its history and in the audit log. */
export const Note = z
  .string()
  .trim()
  .min(1, "is empty")
  .max(500, "is longer than 500 characters")
  .regex(/^\P{Cc}*$/u, "holds control characters");

const route = createRoute({
  operationId: "acknowledgeAlert",
  method: "post",
  path: "/api/v1/alerts/{id}/acknowledge",
  tags: ["alerts"],
  summary: "Take an open alert over: it stays open and is told again only when it ends",
  request: {
    params: IdParam,
    body: jsonBody(z.strictObject({ note: Note }), { note: "Tokens are being renewed" }),
  },
  responses: {
    200: okResponse("The alert", AlertView, exampleAcknowledged),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

export const acknowledgeAlert = operation("alerts:write", route, async (c) => {
  const { alerts } = c.get("services").alerts;
  const { id } = c.req.valid("param");
  const { note } = c.req.valid("json");
  await alerts.get(id);
  const by = { name: principalOf(c).username, note, at: c.get("services").clock.now() };
  const done = await alerts.acknowledge({ ids: [id] }, by);
  const after = await alerts.get(id);
  if (done.length === 0)
    throw new ApiError(
      "invalid_state",
      after.state === "acknowledged"
        ? `${after.acknowledgedBy} has acknowledged it already`
        : "the alert is over",
    );
  audit(c, { action: "alert.acknowledge", record: `alert:${id}`, after: { note } });
  return ok(c, alertView(after));
});
