import { createRoute } from "@hono/zod-openapi";
import { HeldItemsAnswer, ResourceRenewRequest } from "../../../../../shared/contracts/resources.ts";
import { answer, errors, ok } from "../../../answers.ts";
import { body } from "../../../auth-view.ts";
import { operation } from "../../../context.ts";
import { IdParam } from "../../../fields.ts";
import { checkOwnNode } from "../../../nodes/own-node.ts";
import { forHeldItems } from "../../../resources/held-items.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/nodes/{id}/resources/renew",
  tags: ["node protocol"],
  summary: "Hold borrowed proxies and tokens for longer; tells which are lost",
  request: { params: IdParam, body: body(ResourceRenewRequest) },
  responses: { 200: answer("Each item, in order", HeldItemsAnswer), ...errors(400, 413, 415, 422) },
});

export const renewResources = operation(
  "nodes:lease",
  route,
  async (c) => {
    const { id: node } = c.req.valid("param");
    checkOwnNode(c, node);
    const { items, ttl_ms } = c.req.valid("json");
    return ok(
      c,
      await forHeldItems(c.get("services"), items, (pool, held) => pool.renew(node, held, ttl_ms)),
    );
  },
  { machine: true },
);
