import { createRoute } from "@hono/zod-openapi";
import { assertDeleted } from "../../../shared/errors/validation.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleTarget } from "./examples.ts";
import { checkSeesRows, currentView, TargetView } from "./target-view.ts";

const route = createRoute({
  operationId: "restorePushTarget",
  method: "post",
  path: "/api/v1/push-targets/{id}/restore",
  tags: ["push targets"],
  summary: "Bring a deleted push target back; its failures stay failures until they are replayed",
  request: { params: IdParam },
  responses: {
    200: okResponse("The push target", TargetView, exampleTarget),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const restorePushTarget = operation("ingest:manage", route, async (c) => {
  const { push } = c.get("services");
  checkSeesRows(c);
  const target = await push.get(c.req.valid("param").id);
  assertDeleted(`push target ${target.name}`, target);
  const after = await currentView(c, await push.restore(target));
  audit(c, { action: "push-target.restore", record: `push-target:${target.id}`, after });
  return ok(c, after);
});
