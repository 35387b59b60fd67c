import { createRoute } from "@hono/zod-openapi";
import { SettleAnswer, SettleRequest } from "../../../shared/contracts/node-api.ts";
import { settlementFromWire } from "../../../shared/crawl/node-wire.ts";
import { body } from "../auth/auth-view.ts";
import { answer, errors, ok } from "../http/answers.ts";
import { operation } from "../http/context.ts";
import { unwrap } from "../keywords/find-ledger.ts";
import { heldWork } from "./own-node.ts";
import { WorkParams } from "./work-params.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/nodes/{id}/work/{keyword_id}/settle",
  tags: ["node protocol"],
  summary: "How the holder ends its work; yield gives it back",
  request: { params: WorkParams, body: body(SettleRequest) },
  responses: {
    200: answer("Where the keyword is now", SettleAnswer),
    ...errors(400, 404, 409, 413, 415, 422),
  },
});

export const settleWork = operation(
  "nodes:lease",
  route,
  async (c) => {
    const params = c.req.valid("param");
    const { fence, settlement } = c.req.valid("json");
    const { ledger } = await heldWork(c, params, fence);
    return ok(c, unwrap(await ledger.settle(params.keyword_id, fence, settlementFromWire(settlement))));
  },
  { machine: true },
);
