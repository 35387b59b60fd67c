import { createRoute } from "@hono/zod-openapi";
import { assertNotDeleted } from "../../../shared/errors/validation.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { EXAMPLE_SECRET, exampleTarget } from "./examples.ts";
import { checkSeesRows, currentView, WithSecret } from "./target-view.ts";

const route = createRoute({
  operationId: "rotatePushSecret",
  method: "post",
  path: "/api/v1/push-targets/{id}/secret",
  tags: ["push targets"],
  summary: "Make a new signing secret, shown once; the old one signs nothing any more",
  request: { params: IdParam },
  responses: {
    200: okResponse("The new secret", WithSecret, { target: exampleTarget, secret: EXAMPLE_SECRET }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const rotatePushSecret = operation("ingest:manage", route, async (c) => {
  const { push } = c.get("services");
  checkSeesRows(c);
  const before = await push.get(c.req.valid("param").id);
  assertNotDeleted(`push target ${before.name}`, before);
  const { target, secret } = await push.rotate(before);
  audit(c, { action: "push-target.rotate-secret", record: `push-target:${target.id}` });
  return ok(c, { target: await currentView(c, target), secret });
});
