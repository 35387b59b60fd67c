import { createRoute, z } from "@hono/zod-openapi";
import { CommandView, NodeEventView, NodeSample, NodeView } from "../../../shared/contracts/node-fleet.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { exampleCommand, exampleMetrics, exampleNode } from "./examples.ts";

const Detail = NodeView.extend({
  samples: z.array(NodeSample).describe("Its last measurements, oldest first"),
  events: z.array(NodeEventView).describe("Newest first"),
  commands: z.array(CommandView).describe("Newest first"),
});

const route = createRoute({
  operationId: "showNode",
  method: "get",
  path: "/api/v1/nodes/{id}",
  tags: ["nodes"],
  summary: "One crawler node: what it does, how its machine is, what happened",
  request: { params: IdParam },
  responses: {
    200: okResponse("The node", Detail, {
      ...exampleNode,
      samples: [{ at: EXAMPLE_NOW, metrics: exampleMetrics }],
      events: [{ at: EXAMPLE_NOW - 600_000, type: "online", detail: {} }],
      commands: [exampleCommand],
    }),
    ...errorResponses(404, 422),
  },
});

export const showNode = operation("read", route, async (c) => {
  const { id } = c.req.valid("param");
  const detail = await c.get("services").fleet.detail(id);
  if (!detail) throw new ApiError("not_found", `no node ${id}`);
  const { node, ...rest } = detail;
  return ok(c, { ...node, ...rest });
});
