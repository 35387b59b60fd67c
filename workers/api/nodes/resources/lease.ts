import { createRoute } from "@hono/zod-openapi";
import { ResourceLeaseAnswer, ResourceLeaseRequest } from "../../../../shared/contracts/resources.ts";
import { lend } from "../../../resources/lend.ts";
import { body } from "../../auth/auth-view.ts";
import { answer, errors, ok } from "../../http/answers.ts";
import { operation } from "../../http/context.ts";
import { IdParam } from "../../http/fields.ts";
import { checkOwnNode } from "../own-node.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/nodes/{id}/resources/lease",
  tags: ["node protocol"],
  summary: "Borrow a proxy or a platform token: the healthiest that is free",
  request: { params: IdParam, body: body(ResourceLeaseRequest) },
  responses: {
    200: answer("What was leased, or when to ask again", ResourceLeaseAnswer),
    ...errors(400, 413, 415, 422),
  },
});

export const leaseResource = operation(
  "nodes:lease",
  route,
  async (c) => {
    const { id: node } = c.req.valid("param");
    checkOwnNode(c, node);
    const { kind, platform, ttl_ms: ttlMs } = c.req.valid("json");
    const { pool, vault } = c.get("services");
    const lent = await lend({ pool, vault, logger: c.get("logger") }, node, { kind, platform, ttlMs });
    return ok(c, lent);
  },
  { machine: true },
);
