import { createRoute, z } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { EXAMPLE_DELIVERY_ID } from "./examples.ts";
import { FailureParam, failureView } from "./failure-view.ts";

const route = createRoute({
  operationId: "discardPushFailure",
  method: "delete",
  path: "/api/v1/push-targets/{id}/failures/{delivery_id}",
  tags: ["push targets"],
  summary: "Give a failure up: it is never sent on; ClickHouse keeps its rows",
  request: { params: FailureParam },
  responses: {
    200: okResponse("Given up", z.object({ id: z.string() }), { id: EXAMPLE_DELIVERY_ID }),
    ...errorResponses(404, 413, 422),
  },
});

export const discardPushFailure = operation("ingest:manage", route, async (c) => {
  const { push, store } = c.get("services");
  const { id, delivery_id } = c.req.valid("param");
  const failure = await push.deadDelivery(id, delivery_id);
  const spent = failure ? await push.discardDeliveries(id, [delivery_id]) : [];
  if (!failure || spent.length === 0)
    throw new ApiError("not_found", `no failure ${delivery_id} of push target ${id}`);
  audit(c, {
    action: "push-failure.discard",
    record: `push-failure:${delivery_id}`,
    before: failureView(failure),
  });
  // The sweep deletes what this call could not.
  await store
    .delete(spent)
    .catch((error) => c.get("logger").warn("push.spool-not-deleted", { delivery_id, error }));
  return ok(c, { id: delivery_id });
});
