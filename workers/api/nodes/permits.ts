import { createRoute, z } from "@hono/zod-openapi";
import { PermitAnswer, PermitRequest } from "../../../shared/contracts/node-api.ts";
import { Platform } from "../../../shared/contracts/platform.ts";
import { gateSettings } from "../../../shared/crawl/permits.ts";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { Id } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { checkOwnNode } from "./own-node.ts";

const route = createRoute({
  operationId: "exchangePermits",
  method: "post",
  path: "/api/v1/nodes/{id}/gates/{platform}/permits",
  tags: ["node protocol"],
  summary: "Leave for requests to a platform, out of the budget that edge and nodes share",
  request: {
    params: z.object({ id: Id, platform: Platform }),
    body: jsonBody(PermitRequest, { reports: [{ permit: "p41", outcome: "ok" }], want: 1, give_back: [] }),
  },
  responses: {
    200: okResponse("Permits, or when to ask again", PermitAnswer, {
      permits: ["p42"],
      wait_ms: 0,
      breaker: "closed",
      reason: null,
    }),
    ...errorResponses(400, 413, 415, 422),
  },
});

export const exchangePermits = operation(
  "nodes:lease",
  route,
  async (c) => {
    const { id, platform } = c.req.valid("param");
    const { reports, want, give_back } = c.req.valid("json");
    checkOwnNode(c, id);
    const { gate: gateOf, config } = c.get("services");
    const gate = gateOf(platform);
    if (give_back.length > 0) await gate.giveBack(give_back);
    const {
      permits,
      wait_ms: waitMs,
      breaker,
      reason,
    } = await gate.exchange(
      reports,
      want,
      // The server decides this value.
      gateSettings(config.platforms[platform]),
    );
    return ok(c, { permits, wait_ms: waitMs, breaker, reason: reason ?? null });
  },
  { machine: true },
);
