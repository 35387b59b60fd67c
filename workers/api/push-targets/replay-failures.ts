import { createRoute, z } from "@hono/zod-openapi";
import { assertNotDeleted } from "../../../shared/errors/validation.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";

/** Maximum per call; the answer says whether more are left. */
const PAGE = 500;

const route = createRoute({
  operationId: "replayPushFailures",
  method: "post",
  path: "/api/v1/push-targets/{id}/failures/replay",
  tags: ["push targets"],
  summary: `Put failures back in line, the newest ${PAGE} at a time; call again while more are left`,
  request: { params: IdParam },
  responses: {
    200: okResponse("They wait again", z.object({ replayed: z.number().int(), more: z.boolean() }), {
      replayed: 3,
      more: false,
    }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const replayPushFailures = operation("ingest:manage", route, async (c) => {
  const { push } = c.get("services");
  const target = await push.get(c.req.valid("param").id);
  assertNotDeleted(`push target ${target.name}`, target);
  const failures = await push.listDeadDeliveries(target.id, PAGE + 1);
  const replayed = await push.replayDeliveries(
    target.id,
    failures.slice(0, PAGE).map(({ batch_id: batchId }) => batchId),
  );
  audit(c, { action: "push-failure.replay-all", record: `push-target:${target.id}`, after: { replayed } });
  return ok(c, { replayed, more: failures.length > PAGE });
});
