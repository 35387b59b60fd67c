import { createRoute } from "@hono/zod-openapi";
import { RenewAnswer, RenewRequest } from "../../../../shared/contracts/node-api.ts";
import { ok, okResponse } from "../../http/answers.ts";
import { errorResponses } from "../../http/error-responses.ts";
import { jsonBody } from "../../http/json-body.ts";
import { unwrap } from "../../http/unwrap.ts";
import { EXAMPLE_NOW } from "../../openapi/example.ts";
import { operation } from "../../operation.ts";
import { heldWork, WorkParams } from "../own-node.ts";

const route = createRoute({
  operationId: "renewLease",
  method: "post",
  path: "/api/v1/nodes/{id}/work/{keyword_id}/renew",
  tags: ["node protocol"],
  summary: "The holder is still at it",
  request: { params: WorkParams, body: jsonBody(RenewRequest, { fence: 12 }) },
  responses: {
    200: okResponse("The lease goes on", RenewAnswer, { lease_until: EXAMPLE_NOW + 60_000 }),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

export const renewLease = operation(
  "nodes:lease",
  route,
  async (c) => {
    const params = c.req.valid("param");
    const { fence } = c.req.valid("json");
    const { ledger } = await heldWork(c, params, fence);
    const { lease_until: leaseUntil } = unwrap(await ledger.renew(params.keyword_id, fence));
    return ok(c, { lease_until: leaseUntil });
  },
  { machine: true },
);
