import { createRoute, z } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { answer, errors, ok } from "../http/answers.ts";
import { audit, operation } from "../http/context.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/ingest/dead-letters/{id}/replay",
  tags: ["ingest"],
  summary: "Put a dead letter back in line",
  request: { params: z.object({ id: z.string().min(1).max(200) }) },
  responses: { 200: answer("It waits again", z.object({ id: z.string() })), ...errors(404, 413, 422) },
});

export const replayDeadLetter = operation("ingest:manage", route, async (c) => {
  const { id } = c.req.valid("param");
  const replayed = await c.get("services").ingest.replayDead([id]);
  if (replayed === 0) throw new ApiError("not_found", `no dead letter ${id}`);
  audit(c, { action: "dead-letter.replay", record: `dead-letter:${id}` });
  return ok(c, { id });
});
