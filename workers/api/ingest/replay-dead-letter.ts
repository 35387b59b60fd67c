import { createRoute, z } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { EXAMPLE_DEAD_LETTER_ID } from "./examples.ts";

const route = createRoute({
  operationId: "replayDeadLetter",
  method: "post",
  path: "/api/v1/ingest/dead-letters/{id}/replay",
  tags: ["ingest"],
  summary: "Put a dead letter back in line",
  request: { params: z.object({ id: z.string().min(1).max(200) }) },
  responses: {
    200: okResponse("It waits again", z.object({ id: z.string() }), { id: EXAMPLE_DEAD_LETTER_ID }),
    ...errorResponses(404, 413, 422),
  },
});

export const replayDeadLetter = operation("ingest:manage", route, async (c) => {
  const { id } = c.req.valid("param");
  const replayed = await c.get("services").ingest.replayDead([id]);
  if (replayed === 0) throw new ApiError("not_found", `no dead letter ${id}`);
  audit(c, { action: "dead-letter.replay", record: `dead-letter:${id}` });
  return ok(c, { id });
});
