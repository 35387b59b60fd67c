import { createRoute, z } from "@hono/zod-openapi";
import { checkLiving } from "../../iam/problem.ts";
import { answer, errors, ok } from "../http/answers.ts";
import { audit, operation } from "../http/context.ts";
import { IdParam } from "../http/fields.ts";

const Tested = z.object({
  delivered: z.boolean().describe("It answered 2xx"),
  status: z.number().int().nullable().describe("HTTP status of its answer; null when there was none"),
  took_ms: z.number().int(),
  error: z.string().nullable(),
});

const route = createRoute({
  method: "post",
  path: "/api/v1/push-targets/{id}/test",
  tags: ["push targets"],
  summary: "Send a signed ping and tell what came back",
  request: { params: IdParam },
  responses: { 200: answer("What came back", Tested), ...errors(404, 409, 413, 422) },
});

export const testPushTarget = operation("ingest:manage", route, async (c) => {
  const { push } = c.get("services");
  const target = await push.find(c.req.valid("param").id);
  checkLiving(`push target ${target.name}`, target);
  const { end, status, tookMs } = await push.test(target);
  audit(c, { action: "push-target.test", record: `push-target:${target.id}`, after: { status } });
  return ok(c, { delivered: end.done, status, took_ms: tookMs, error: end.done ? null : end.error });
});
