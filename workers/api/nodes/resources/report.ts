import { createRoute } from "@hono/zod-openapi";
import { HeldItemsAnswer, ResourceReportRequest } from "../../../../shared/contracts/resources.ts";
import { ok, okResponse } from "../../http/answers.ts";
import { errorResponses } from "../../http/error-responses.ts";
import { IdParam } from "../../http/fields.ts";
import { jsonBody } from "../../http/json-body.ts";
import { operation } from "../../operation.ts";
import { EXAMPLE_TOKEN_ID } from "../../platform-tokens/examples.ts";
import { EXAMPLE_PROXY_ID } from "../../proxies/examples.ts";
import { forHeldItems } from "../../resources/held-items.ts";
import { checkOwnNode } from "../own-node.ts";
import { exampleHeldItem } from "./examples.ts";

const route = createRoute({
  operationId: "reportResources",
  method: "post",
  path: "/api/v1/nodes/{id}/resources/report",
  tags: ["node protocol"],
  summary: "Tell what requests with borrowed proxies and tokens came to; counts budget and health",
  request: {
    params: IdParam,
    body: jsonBody(ResourceReportRequest, {
      items: [
        { id: EXAMPLE_PROXY_ID, kind: "proxy", fence: 12, outcome: "ok", requests: 8 },
        {
          id: EXAMPLE_TOKEN_ID,
          kind: "token",
          fence: 12,
          outcome: "login-needed",
          requests: 1,
          error: "code 7",
        },
      ],
    }),
  },
  responses: {
    200: okResponse("Each item, in order", HeldItemsAnswer, {
      items: [
        exampleHeldItem(EXAMPLE_PROXY_ID, "proxy", { budget_left: 1652 }),
        exampleHeldItem(EXAMPLE_TOKEN_ID, "token", {
          state: "ended",
          until: null,
          budget_left: 12,
          reason: "login-needed",
        }),
      ],
    }),
    ...errorResponses(400, 413, 415, 422),
  },
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
