import { createRoute, z } from "@hono/zod-openapi";
import { MAX_OVERLAP_HOURS } from "../../../shared/contracts/webhook.ts";
import { assertNotDeleted } from "../../../shared/errors/validation.ts";
import { HOUR_MS } from "../../../shared/time.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { EXAMPLE_SECRET, exampleTarget } from "./examples.ts";
import { checkSeesRows, currentView, WithSecret } from "./target-view.ts";

const Overlap = z.strictObject({
  overlap_hours: z
    .number()
    .int()
    .min(0)
    .max(MAX_OVERLAP_HOURS)
    .optional()
    .describe("The old secret signs too for so long"),
});

const route = createRoute({
  operationId: "rotatePushSecret",
  method: "post",
  path: "/api/v1/push-targets/{id}/secret",
  tags: ["push targets"],
  summary:
    "Make a new signing secret, shown once; the old one signs beside it as long as you say, or no more",
  request: { params: IdParam, body: { ...jsonBody(Overlap, { overlap_hours: 24 }), required: false } },
  responses: {
    200: okResponse("The new secret", WithSecret, { target: exampleTarget, secret: EXAMPLE_SECRET }),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

export const rotatePushSecret = operation("ingest:manage", route, async (c) => {
  const { push } = c.get("services");
  checkSeesRows(c);
  const before = await push.get(c.req.valid("param").id);
  assertNotDeleted(`push target ${before.name}`, before);
  const { overlap_hours: hours = 0 } = c.req.valid("json");
  const { target, secret } = await push.rotate(before, hours * HOUR_MS);
  audit(c, { action: "push-target.rotate-secret", record: `push-target:${target.id}` });
  return ok(c, { target: await currentView(c, target), secret });
});
