import { createRoute, z } from "@hono/zod-openapi";
import { checkLiving } from "../../iam/problem.ts";
import { body } from "../auth/auth-view.ts";
import { answer, errors, ok } from "../http/answers.ts";
import { audit, operation } from "../http/context.ts";
import { IdParam } from "../http/fields.ts";
import { checkSeesRows, checkTargetUrl, currentView, TargetView, targetFields } from "./target-view.ts";

const { data_type: _, ...changeable } = targetFields;

const route = createRoute({
  method: "patch",
  path: "/api/v1/push-targets/{id}",
  tags: ["push targets"],
  summary: "Change a push target; what waits for it is tried again at once, or waits while it is disabled",
  request: { params: IdParam, body: body(z.strictObject(changeable).partial()) },
  responses: { 200: answer("The push target", TargetView), ...errors(400, 404, 409, 413, 415, 422) },
});

export const updatePushTarget = operation("ingest:manage", route, async (c) => {
  const { push } = c.get("services");
  const change = c.req.valid("json");
  checkSeesRows(c);
  const before = await push.find(c.req.valid("param").id);
  checkLiving(`push target ${before.name}`, before);
  if (change.url !== undefined) checkTargetUrl(c, change.url);
  const first = await currentView(c, before);
  const after = await currentView(c, await push.update(before, change));
  audit(c, { action: "push-target.update", record: `push-target:${before.id}`, before: first, after });
  return ok(c, after);
});
