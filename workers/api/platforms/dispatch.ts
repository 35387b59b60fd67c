import { createRoute, z } from "@hono/zod-openapi";
import { Platform } from "../../../shared/contracts/platform.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";

const route = createRoute({
  operationId: "dispatchPlatform",
  method: "post",
  path: "/api/v1/platforms/{platform}/dispatch",
  tags: ["platforms"],
  summary: "Queue all due keywords of a platform now, as far as the window allows",
  request: { params: z.object({ platform: Platform }) },
  responses: {
    200: okResponse("Done", z.object({ queued: z.number().int() }), { queued: 6 }),
    ...errorResponses(413, 422),
  },
});

export const dispatchPlatform = operation("platforms:write", route, async (c) => {
  const ledgers = c.get("services").ledgers(c.req.valid("param").platform);
  const answers = await Promise.all(ledgers.map((ledger) => ledger.dispatch(c.get("requestId"))));
  const queued = answers.reduce((total, answer) => total + answer.queued, 0);
  audit(c, {
    action: "platform.dispatch",
    record: `platform:${c.req.valid("param").platform}`,
    after: { queued },
  });
  return ok(c, { queued });
});
