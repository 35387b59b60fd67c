import { createRoute, z } from "@hono/zod-openapi";
import { checkLiving } from "../../iam/problem.ts";
import { answer, errors, ok } from "../http/answers.ts";
import { audit, operation } from "../http/context.ts";
import { IdParam, Restore, restoreOf } from "../http/fields.ts";
import { currentView, TargetView } from "./target-view.ts";

const route = createRoute({
  method: "delete",
  path: "/api/v1/push-targets/{id}",
  tags: ["push targets"],
  summary: "Delete a push target: batches that still wait for it become failures, to replay or discard",
  request: { params: IdParam },
  responses: {
    200: answer("The deleted push target", z.object({ target: TargetView, restore: Restore })),
    ...errors(404, 409, 413, 422),
  },
});

export const deletePushTarget = operation("ingest:manage", route, async (c) => {
  const { push } = c.get("services");
  const { id } = c.req.valid("param");
  const target = await push.find(id);
  checkLiving(`push target ${target.name}`, target);
  const before = await currentView(c, target);
  const after = await currentView(c, await push.delete(target));
  audit(c, { action: "push-target.delete", record: `push-target:${id}`, before });
  return ok(c, { target: after, restore: restoreOf("push-targets", id) });
});
