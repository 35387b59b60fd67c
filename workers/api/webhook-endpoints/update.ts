import { createRoute, z } from "@hono/zod-openapi";
import { shownUrl } from "../../../shared/domain/outgoing-url.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { assertNotDeleted } from "../../../shared/errors/validation.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import {
  checkEndpointUrl,
  EndpointView,
  endpointFields,
  endpointView,
  exampleEndpoint,
} from "./endpoint-view.ts";

const route = createRoute({
  operationId: "updateWebhookEndpoint",
  method: "patch",
  path: "/api/v1/webhook-endpoints/{id}",
  tags: ["webhooks"],
  summary: "Change a webhook endpoint; switched off, it is told of nothing, and what waits for it fails",
  request: { params: IdParam, body: jsonBody(z.strictObject(endpointFields).partial(), { enabled: false }) },
  responses: {
    200: okResponse("The webhook endpoint", EndpointView, { ...exampleEndpoint, enabled: false }),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

export const updateWebhookEndpoint = operation("webhooks:write", route, async (c) => {
  const { webhooks } = c.get("services");
  const { url, ...others } = c.req.valid("json");
  const before = await webhooks.get(c.req.valid("param").id);
  assertNotDeleted(`webhook endpoint ${before.description}`, before);
  // A form that sends back the URL as it was shown does not change it.
  const change = url === undefined || url === shownUrl(before.url) ? others : { ...others, url };
  if ("url" in change) checkEndpointUrl(c, change.url);
  const { userId, seesRecruiters } = principalOf(c);
  // Subscriptions of its creator go there, with what that person may see; events can be put back after the url is changed.
  if ("url" in change && before.ownerId !== userId && !seesRecruiters)
    throw new ApiError(
      "forbidden",
      "subscriptions of its creator may go there, with contacts that are hidden from you: the url stays",
    );
  const after = endpointView(c, await webhooks.update(before, change));
  audit(c, {
    action: "webhook-endpoint.update",
    record: `webhook-endpoint:${before.id}`,
    before: endpointView(c, before),
    after,
  });
  return ok(c, after);
});
