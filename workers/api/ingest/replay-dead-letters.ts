import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";

/** Maximum per call; the answer says whether more are left. */
const PAGE = 500;

const route = createRoute({
  operationId: "replayDeadLetters",
  method: "post",
  path: "/api/v1/ingest/dead-letters/replay",
  tags: ["ingest"],
  summary: `Put dead letters back in line, the newest ${PAGE} at a time; call again while more are left`,
  responses: {
    200: okResponse(
      "They wait again",
      z.object({ replayed: z.number().int(), more: z.boolean().describe("Others are still dead") }),
      { replayed: 3, more: false },
    ),
    ...errorResponses(413),
  },
});

export const replayDeadLetters = operation("ingest:manage", route, async (c) => {
  const { ingest } = c.get("services");
  const letters = await ingest.listDead(PAGE + 1);
  const replayed = await ingest.replayDead(letters.slice(0, PAGE).map(({ batch_id: batchId }) => batchId));
  audit(c, { action: "dead-letter.replay-all", after: { replayed } });
  return ok(c, { replayed, more: letters.length > PAGE });
});
