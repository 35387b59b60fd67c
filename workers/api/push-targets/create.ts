import { createRoute, z } from "@hono/zod-openapi";
import { created, createdResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { EXAMPLE_SECRET, exampleNewTarget, exampleTarget } from "./examples.ts";
import { checkSeesRows, checkTargetUrl, currentView, targetFields, WithSecret } from "./target-view.ts";

const route = createRoute({
  operationId: "createPushTarget",
  method: "post",
  path: "/api/v1/push-targets",
  tags: ["push targets"],
  summary: "Send stored batches of a data type on; the answer shows the signing secret once",
  request: {
    body: jsonBody(z.strictObject({ ...targetFields, enabled: targetFields.enabled.default(true) }), {
      name: "Warehouse",
      data_type: "job",
      url: exampleTarget.url,
    }),
  },
  responses: {
    201: createdResponse("Created", WithSecret, { target: exampleNewTarget, secret: EXAMPLE_SECRET }),
    ...errorResponses(400, 409, 413, 415, 422),
  },
});

export const createPushTarget = operation("ingest:manage", route, async (c) => {
  const { data_type: dataType, ...fields } = c.req.valid("json");
  checkSeesRows(c);
  checkTargetUrl(c, fields.url);
  const { target, secret } = await c.get("services").push.create({ ...fields, dataType });
  const view = await currentView(c, target);
  audit(c, { action: "push-target.create", record: `push-target:${target.id}`, after: view });
  return created(c, { target: view, secret });
});
