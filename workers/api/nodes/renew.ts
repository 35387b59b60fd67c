import { createRoute } from "@hono/zod-openapi";
import { RenewAnswer, RenewRequest } from "../../../shared/contracts/node-api.ts";
import { body } from "../auth/auth-view.ts";
import { answer, errors, ok } from "../http/answers.ts";
import { operation } from "../http/context.ts";
import { unwrap } from "../keywords/find-ledger.ts";
import { heldWork } from "./own-node.ts";
import { WorkParams } from "./work-params.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/nodes/{id}/work/{keyword_id}/renew",
  tags: ["node protocol"],
  summary: "The holder is still at it",
  request: { params: WorkParams, body: body(RenewRequest) },
  responses: { 200: answer("The lease goes on", RenewAnswer), ...errors(400, 404, 409, 413, 415, 422) },
});

export const renewLease = operation(
  "nodes:lease",
  route,
  async (c) => {
    const params = c.req.valid("param");
    const { fence } = c.req.valid("json");
    const { ledger } = await heldWork(c, params, fence);
    const { leaseUntil } = unwrap(await ledger.renew(params.keyword_id, fence));
    return ok(c, { lease_until: leaseUntil });
  },
  { machine: true },
);
