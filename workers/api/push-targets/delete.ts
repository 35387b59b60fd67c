import { createRoute, z } from "@hono/zod-openapi";
import { assertNotDeleted } from "../../../shared/errors/validation.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam, Restore, restoreOf } from "../http/fields.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { EXAMPLE_TARGET_ID, exampleTarget } from "./examples.ts";
import { currentView, TargetView } from "./target-view.ts";

const route = createRoute({
  operationId: "deletePushTarget",
  method: "delete",
  path: "/api/v1/push-targets/{id}",
  tags: ["push targets"],
  summary: "Delete a push target: batches that still wait for it become failures, to replay or discard",
  request: { params: IdParam },
  responses: {
    200: okResponse("The deleted push target", z.object({ target: TargetView, restore: Restore }), {
      target: { ...exampleTarget, waiting: 0, failed: 2, deleted_at: EXAMPLE_NOW },
      restore: { method: "POST", path: `/api/v1/push-targets/${EXAMPLE_TARGET_ID}/restore` },
    }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const deletePushTarget = operation("ingest:manage", route, async (c) => {
  const { push } = c.get("services");
  const { id } = c.req.valid("param");
  const target = await push.get(id);
  assertNotDeleted(`push target ${target.name}`, target);
  const before = await currentView(c, target);
  const after = await currentView(c, await push.delete(target));
  audit(c, { action: "push-target.delete", record: `push-target:${id}`, before });
  return ok(c, { target: after, restore: restoreOf("push-targets", id) });
});
