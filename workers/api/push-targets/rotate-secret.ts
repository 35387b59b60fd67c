import { createRoute } from "@hono/zod-openapi";
import { checkLiving } from "../../iam/problem.ts";
import { answer, errors, ok } from "../http/answers.ts";
import { audit, operation } from "../http/context.ts";
import { IdParam } from "../http/fields.ts";
import { checkSeesRows, currentView, WithSecret } from "./target-view.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/push-targets/{id}/secret",
  tags: ["push targets"],
  summary: "Make a new signing secret, shown once; the old one signs nothing any more",
  request: { params: IdParam },
  responses: { 200: answer("The new secret", WithSecret), ...errors(404, 409, 413, 422) },
});

export const rotatePushSecret = operation("ingest:manage", route, async (c) => {
  const { push } = c.get("services");
  checkSeesRows(c);
  const before = await push.find(c.req.valid("param").id);
  checkLiving(`push target ${before.name}`, before);
  const { target, secret } = await push.rotate(before);
  audit(c, { action: "push-target.rotate-secret", record: `push-target:${target.id}` });
  return ok(c, { target: await currentView(c, target), secret });
});
