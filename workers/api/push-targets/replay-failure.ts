import { createRoute, z } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { assertNotDeleted } from "../../../shared/errors/validation.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { EXAMPLE_DELIVERY_ID } from "./examples.ts";
import { FailureParam } from "./failure-view.ts";

const route = createRoute({
  operationId: "replayPushFailure",
  method: "post",
  path: "/api/v1/push-targets/{id}/failures/{delivery_id}/replay",
  tags: ["push targets"],
  summary: "Put a failure back in line",
  request: { params: FailureParam },
  responses: {
    200: okResponse("It waits again", z.object({ id: z.string() }), { id: EXAMPLE_DELIVERY_ID }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const replayPushFailure = operation("ingest:manage", route, async (c) => {
  const { push } = c.get("services");
  const { id, delivery_id } = c.req.valid("param");
  const target = await push.get(id);
  assertNotDeleted(`push target ${target.name}`, target);
  const replayed = await push.replayDeliveries(id, [delivery_id]);
  if (replayed === 0) throw new ApiError("not_found", `no failure ${delivery_id} of push target ${id}`);
  audit(c, { action: "push-failure.replay", record: `push-failure:${delivery_id}` });
  return ok(c, { id: delivery_id });
});
