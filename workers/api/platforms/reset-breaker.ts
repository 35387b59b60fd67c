import { createRoute, z } from "@hono/zod-openapi";
import { Platform } from "../../../shared/contracts/platform.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleGate } from "./examples.ts";
import { GateView } from "./gate-view.ts";

const route = createRoute({
  operationId: "resetBreaker",
  method: "post",
  path: "/api/v1/platforms/{platform}/breaker/reset",
  tags: ["platforms"],
  summary:
    "Close a platform's circuit breaker: what waited for it goes on; keywords parked as blocked wait for their own retry",
  request: { params: z.object({ platform: Platform }) },
  responses: {
    200: okResponse("The gate after it", GateView, { ...exampleGate, in_flight: 0 }),
    ...errorResponses(413, 422),
  },
});

export const resetBreaker = operation("platforms:write", route, async (c) => {
  const services = c.get("services");
  const { platform } = c.req.valid("param");
  const before = await services.gate(platform).status();
  const gate = await services.gate(platform).reset();
  audit(c, {
    action: "platform.reset-breaker",
    record: `platform:${platform}`,
    before,
    after: gate,
  });
  const ledgers = [...services.ledgers(platform), services.companyLedger(platform)];
  await Promise.all(ledgers.map((ledger) => ledger.resumeHeld(c.get("requestId"))));
  return ok(c, gate);
});
