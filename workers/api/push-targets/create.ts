import { createRoute, z } from "@hono/zod-openapi";
import { body } from "../auth/auth-view.ts";
import { answer, created, errors } from "../http/answers.ts";
import { audit, operation } from "../http/context.ts";
import { checkSeesRows, checkTargetUrl, currentView, targetFields, WithSecret } from "./target-view.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/push-targets",
  tags: ["push targets"],
  summary: "Send stored batches of a data type on; the answer shows the signing secret once",
  request: {
    body: body(z.strictObject({ ...targetFields, enabled: targetFields.enabled.default(true) })),
  },
  responses: { 201: answer("Created", WithSecret), ...errors(400, 409, 413, 415, 422) },
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
