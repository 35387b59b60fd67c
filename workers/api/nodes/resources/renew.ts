import { createRoute } from "@hono/zod-openapi";
import { HeldItemsAnswer, ResourceRenewRequest } from "../../../../shared/contracts/resources.ts";
import { body } from "../../auth/auth-view.ts";
import { answer, errors, ok } from "../../http/answers.ts";
import { operation } from "../../http/context.ts";
import { IdParam } from "../../http/fields.ts";
import { forHeldItems } from "../../resources/held-items.ts";
import { checkOwnNode } from "../own-node.ts";

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
