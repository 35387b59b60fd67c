import { createRoute } from "@hono/zod-openapi";
import { HeldItemsAnswer, ResourceReportRequest } from "../../../../shared/contracts/resources.ts";
import { body } from "../../auth/auth-view.ts";
import { answer, errors, ok } from "../../http/answers.ts";
import { operation } from "../../http/context.ts";
import { IdParam } from "../../http/fields.ts";
import { forHeldItems } from "../../resources/held-items.ts";
import { checkOwnNode } from "../own-node.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/nodes/{id}/resources/report",
  tags: ["node protocol"],
  summary: "Tell what requests with borrowed proxies and tokens came to; counts budget and health",
  request: { params: IdParam, body: body(ResourceReportRequest) },
  responses: { 200: answer("Each item, in order", HeldItemsAnswer), ...errors(400, 413, 415, 422) },
});

export const reportResources = operation(
  "nodes:lease",
  route,
  async (c) => {
    const { id: node } = c.req.valid("param");
    checkOwnNode(c, node);
    const { items } = c.req.valid("json");
    return ok(c, await forHeldItems(c.get("services"), items, (pool, held) => pool.report(node, held)));
  },
  { machine: true },
);
