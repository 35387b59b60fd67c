import { createRoute } from "@hono/zod-openapi";
import { SplitAnswer, SplitRequest } from "../../../shared/contracts/node-api.ts";
import { body } from "../auth/auth-view.ts";
import { answer, errors, ok } from "../http/answers.ts";
import { operation } from "../http/context.ts";
import { unwrap } from "../keywords/find-ledger.ts";
import { heldWork } from "./own-node.ts";
import { WorkParams } from "./work-params.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/nodes/{id}/work/{keyword_id}/split",
  tags: ["node protocol"],
  summary: "A search at the site's cap is split by a filter",
  request: { params: WorkParams, body: body(SplitRequest) },
  responses: { 200: answer("All parts open then", SplitAnswer), ...errors(400, 404, 409, 413, 415, 422) },
});

export const splitPart = operation(
  "nodes:lease",
  route,
  async (c) => {
    const params = c.req.valid("param");
    const { fence, part, children } = c.req.valid("json");
    const { ledger } = await heldWork(c, params, fence);
    return ok(c, unwrap(await ledger.splitPart(params.keyword_id, fence, part, children)));
  },
  { machine: true },
);
