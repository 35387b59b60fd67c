import { createRoute, z } from "@hono/zod-openapi";
import { checkLiving } from "../../iam/problem.ts";
import { answer, errors, ok } from "../http/answers.ts";
import { audit, operation } from "../http/context.ts";
import { IdParam } from "../http/fields.ts";

/** Replayed by one call; the answer says whether more are left. */
const PAGE = 500;

const route = createRoute({
  method: "post",
  path: "/api/v1/push-targets/{id}/failures/replay",
  tags: ["push targets"],
  summary: `Put failures back in line, the newest ${PAGE} at a time; call again while more are left`,
  request: { params: IdParam },
  responses: {
    200: answer("They wait again", z.object({ replayed: z.number().int(), more: z.boolean() })),
    ...errors(404, 409, 413, 422),
  },
});

export const replayPushFailures = operation("ingest:manage", route, async (c) => {
  const { push } = c.get("services");
  const target = await push.find(c.req.valid("param").id);
  checkLiving(`push target ${target.name}`, target);
  const failures = await push.listFailedPushes(target.id, PAGE + 1);
  const replayed = await push.replayPushes(
    target.id,
    failures.slice(0, PAGE).map(({ batchId }) => batchId),
  );
  audit(c, { action: "push-failure.replay-all", record: `push-target:${target.id}`, after: { replayed } });
  return ok(c, { replayed, more: failures.length > PAGE });
});
