import { createRoute, z } from "@hono/zod-openapi";
import { MAX_OVERLAP_HOURS, OVERLAP_HOURS } from "../../../shared/contracts/webhook.ts";
import { assertNotDeleted } from "../../../shared/errors/validation.ts";
import { HOUR_MS } from "../../../shared/time.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { EXAMPLE_SECRET, endpointView, exampleEndpoint, WithSecret } from "./endpoint-view.ts";

const route = createRoute({
  operationId: "rotateWebhookSecret",
  method: "post",
  path: "/api/v1/webhook-endpoints/{id}/secret",
  tags: ["webhooks"],
  summary: "Make a new signing secret, shown once; for some hours the one before signs beside it",
  request: {
    params: IdParam,
    body: jsonBody(
      z.strictObject({
        overlap_hours: z
          .number()
          .int()
          .min(0)
          .max(MAX_OVERLAP_HOURS)
          .default(OVERLAP_HOURS)
          .describe("0 ends the secret before at once"),
      }),
      { overlap_hours: 24 },
    ),
  },
  responses: {
    200: okResponse("The new secret", WithSecret, {
      endpoint: { ...exampleEndpoint, overlap_until: EXAMPLE_NOW + 24 * HOUR_MS },
      secret: EXAMPLE_SECRET,
    }),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

export const rotateWebhookSecret = operation("webhooks:write", route, async (c) => {
  const { webhooks } = c.get("services");
  const before = await webhooks.get(c.req.valid("param").id);
  assertNotDeleted(`webhook endpoint ${before.description}`, before);
  const { endpoint, secret } = await webhooks.rotate(before, c.req.valid("json").overlap_hours * HOUR_MS);
  const view = endpointView(c, endpoint);
  audit(c, {
    action: "webhook-endpoint.rotate-secret",
    record: `webhook-endpoint:${before.id}`,
    after: { overlap_until: view.overlap_until },
  });
  return ok(c, { endpoint: view, secret });
});
