import { createRoute } from "@hono/zod-openapi";
import { SettleAnswer, SettleRequest } from "../../../../shared/contracts/node-api.ts";
import { ok, okResponse } from "../../http/answers.ts";
import { errorResponses } from "../../http/error-responses.ts";
import { jsonBody } from "../../http/json-body.ts";
import { unwrap } from "../../http/unwrap.ts";
import { operation } from "../../operation.ts";
import { heldWork, WorkParams } from "../own-node.ts";

const route = createRoute({
  operationId: "settleWork",
  method: "post",
  path: "/api/v1/nodes/{id}/work/{keyword_id}/settle",
  tags: ["node protocol"],
  summary: "How the holder ends its work; yield gives it back",
  request: {
    params: WorkParams,
    body: jsonBody(SettleRequest, { fence: 12, settlement: { kind: "done", outcome: "ok" } }),
  },
  responses: {
    200: okResponse("Where the keyword is now", SettleAnswer, { state: "done" }),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

export const settleWork = operation(
  "nodes:lease",
  route,
  async (c) => {
    const params = c.req.valid("param");
    const { fence, settlement } = c.req.valid("json");
    const { ledger } = await heldWork(c, params, fence);
    return ok(c, unwrap(await ledger.settle(params.keyword_id, fence, settlement)));
  },
  { machine: true },
);
