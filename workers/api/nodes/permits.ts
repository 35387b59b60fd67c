import { createRoute, z } from "@hono/zod-openapi";
import { NODE_HOLDER } from "../../../shared/contracts/keyword-ledger.ts";
import { PermitAnswer, PermitRequest } from "../../../shared/contracts/node-api.ts";
import { Platform } from "../../../shared/contracts/platform.ts";
import { gateSettings } from "../../../shared/crawl/permits.ts";
import { placeOfKeyword } from "../../../shared/domain/keyword-id.ts";
import { fieldError } from "../../../shared/errors/validation.ts";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { Id } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { EXAMPLE_HELD_KEYWORD_ID } from "./examples.ts";
import { checkOwnNode, heldWork } from "./own-node.ts";

const route = createRoute({
  operationId: "exchangePermits",
  method: "post",
  path: "/api/v1/nodes/{id}/gates/{platform}/permits",
  tags: ["node protocol"],
  summary: "Leave for requests to a platform, out of the budget that edge and nodes share",
  request: {
    params: z.object({ id: Id, platform: Platform }),
    body: jsonBody(PermitRequest, {
      keyword_id: EXAMPLE_HELD_KEYWORD_ID,
      fence: 12,
      reports: [{ permit: "0d7b6a35-1c55-4d0e-9a3c-5b7a2f6c1e90", outcome: "ok" }],
      want: 1,
      give_back: [],
    }),
  },
  responses: {
    200: okResponse("Permits, or when to ask again", PermitAnswer, {
      permits: ["8c2f4e1a-6b7d-4f3a-9e15-2d4c6b8a0f17"],
      wait_ms: 0,
      breaker: "closed",
      reason: null,
    }),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

export const exchangePermits = operation(
  "nodes:lease",
  route,
  async (c) => {
    const { id, platform } = c.req.valid("param");
    const { keyword_id, fence, reports, want, give_back } = c.req.valid("json");
    checkOwnNode(c, id);
    if (placeOfKeyword(keyword_id)?.platform !== platform)
      throw fieldError("keyword_id", `is no keyword of ${platform}`);
    // Permits are granted to a holder of a keyword. Those that it has are its own to report, also after its lease.
    if (want > 0) await heldWork(c, { id, keyword_id }, fence);
    const { gate: gateOf, config } = c.get("services");
    const gate = gateOf(platform, `${NODE_HOLDER}${id}/${keyword_id}`);
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
