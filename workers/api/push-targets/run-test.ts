import { createRoute, z } from "@hono/zod-openapi";
import { assertNotDeleted } from "../../../shared/errors/validation.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";

const Tested = z.object({
  delivered: z.boolean().describe("It answered 2xx"),
  status: z.number().int().nullable().describe("HTTP status of its answer; null when there was none"),
  took_ms: z.number().int(),
  error: z.string().nullable(),
});

const route = createRoute({
  operationId: "testPushTarget",
  method: "post",
  path: "/api/v1/push-targets/{id}/test",
  tags: ["push targets"],
  summary: "Send a signed ping and tell what came back",
  request: { params: IdParam },
  responses: {
    200: okResponse("What came back", Tested, {
      delivered: false,
      status: 503,
      took_ms: 84,
      error: "the target answered 503",
    }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const testPushTarget = operation("ingest:manage", route, async (c) => {
  const { push } = c.get("services");
  const target = await push.get(c.req.valid("param").id);
  assertNotDeleted(`push target ${target.name}`, target);
  const { end, status, tookMs } = await push.test(target);
  audit(c, { action: "push-target.test", record: `push-target:${target.id}`, after: { status } });
  return ok(c, { delivered: end.done, status, took_ms: tookMs, error: end.done ? null : end.error });
});
