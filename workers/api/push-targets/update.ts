import { createRoute, z } from "@hono/zod-openapi";
import { shownUrl } from "../../../shared/domain/outgoing-url.ts";
import { assertNotDeleted } from "../../../shared/errors/validation.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { exampleTarget } from "./examples.ts";
import { checkSeesRows, checkTargetUrl, currentView, TargetView, targetFields } from "./target-view.ts";

const { data_type: _, ...changeable } = targetFields;

const route = createRoute({
  operationId: "updatePushTarget",
  method: "patch",
  path: "/api/v1/push-targets/{id}",
  tags: ["push targets"],
  summary: "Change a push target; what waits for it is tried again at once, or waits while it is disabled",
  request: { params: IdParam, body: jsonBody(z.strictObject(changeable).partial(), { enabled: false }) },
  responses: {
    200: okResponse("The push target", TargetView, { ...exampleTarget, enabled: false }),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

export const updatePushTarget = operation("ingest:manage", route, async (c) => {
  const { push } = c.get("services");
  const { url, ...others } = c.req.valid("json");
  checkSeesRows(c);
  const before = await push.get(c.req.valid("param").id);
  assertNotDeleted(`push target ${before.name}`, before);
  // A form that sends back the URL as it was shown does not change it.
  const change = url === undefined || url === shownUrl(before.url) ? others : { ...others, url };
  if ("url" in change) checkTargetUrl(c, change.url);
  const first = await currentView(c, before);
  const after = await currentView(c, await push.update(before, change));
  audit(c, { action: "push-target.update", record: `push-target:${before.id}`, before: first, after });
  return ok(c, after);
});
