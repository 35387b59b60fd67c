import { createRoute, z } from "@hono/zod-openapi";
import type { RecordReach } from "../../../shared/contracts/access.ts";
import type { KeywordLedgerApi } from "../../../shared/contracts/keyword-ledger.ts";
import { Platform } from "../../../shared/contracts/platform.ts";
import { ok, okResponse } from "../http/answers.ts";
import { actorOf, audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";

const route = createRoute({
  operationId: "runAllKeywords",
  method: "post",
  path: "/api/v1/platforms/{platform}/run-all",
  tags: ["platforms"],
  summary:
    "Make all keywords of a platform due now that rest or wait: done, failed, pending and partial ones within the caller's reach; paused and blocked ones stay",
  request: { params: z.object({ platform: Platform }) },
  responses: {
    200: okResponse("Done", z.object({ due: z.number().int().describe("Keywords made due now") }), {
      due: 42,
    }),
    ...errorResponses(413, 422),
  },
});

export const runAllKeywords = operation("keywords:write", route, async (c) => {
  const { platform } = c.req.valid("param");
  const ledgers = c.get("services").ledgers(platform);
  const { reach } = principalOf(c);
  const made = await Promise.all(ledgers.map((ledger) => runAll(ledger, actorOf(c), reach)));
  const due = made.reduce((sum, count) => sum + count, 0);
  audit(c, { action: "platform.run-all", record: `platform:${platform}`, after: { due } });
  return ok(c, { due });
});

/** A call to a ledger makes a bounded number of keywords due, which keeps its transaction short. */
async function runAll(ledger: KeywordLedgerApi, actor: string, reach: RecordReach): Promise<number> {
  let due = 0;
  for (let after: string | undefined; ; ) {
    const step = await ledger.runAll(actor, reach, after);
    due += step.due;
    if (step.next === null) return due;
    after = step.next;
  }
}
