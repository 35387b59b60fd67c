import { createRoute } from "@hono/zod-openapi";
import { HeldItemsAnswer, ResourceRenewRequest } from "../../../../shared/contracts/resources.ts";
import { ok, okResponse } from "../../http/answers.ts";
import { errorResponses } from "../../http/error-responses.ts";
import { IdParam } from "../../http/fields.ts";
import { jsonBody } from "../../http/json-body.ts";
import { operation } from "../../operation.ts";
import { EXAMPLE_PROXY_ID } from "../../proxies/examples.ts";
import { forHeldItems } from "../../resources/held-items.ts";
import { checkOwnNode } from "../own-node.ts";
import { exampleHeldItem } from "./examples.ts";

const route = createRoute({
  operationId: "renewResources",
  method: "post",
  path: "/api/v1/nodes/{id}/resources/renew",
  tags: ["node protocol"],
  summary: "Hold borrowed proxies and tokens for longer; tells which are lost",
  request: {
    params: IdParam,
    body: jsonBody(ResourceRenewRequest, {
      items: [{ id: EXAMPLE_PROXY_ID, kind: "proxy", fence: 12 }],
      ttl_ms: 120_000,
    }),
  },
  responses: {
    200: okResponse("Each item, in order", HeldItemsAnswer, {
      items: [exampleHeldItem(EXAMPLE_PROXY_ID, "proxy", {})],
    }),
    ...errorResponses(400, 413, 415, 422),
  },
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
