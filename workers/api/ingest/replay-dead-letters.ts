import { createRoute, z } from "@hono/zod-openapi";
import { answer, errors, ok } from "../http/answers.ts";
import { audit, operation } from "../http/context.ts";

/** Replayed by one call; the answer says whether more are left. */
const PAGE = 500;

const route = createRoute({
  method: "post",
  path: "/api/v1/ingest/dead-letters/replay",
  tags: ["ingest"],
  summary: `Put dead letters back in line, the newest ${PAGE} at a time; call again while more are left`,
  responses: {
    200: answer(
      "They wait again",
      z.object({ replayed: z.number().int(), more: z.boolean().describe("Others are still dead") }),
    ),
    ...errors(413),
  },
});

export const replayDeadLetters = operation("ingest:manage", route, async (c) => {
  const { ingest } = c.get("services");
  const letters = await ingest.listDead(PAGE + 1);
  const replayed = await ingest.replayDead(letters.slice(0, PAGE).map(({ batchId }) => batchId));
  audit(c, { action: "dead-letter.replay-all", after: { replayed } });
  return ok(c, { replayed, more: letters.length > PAGE });
});
