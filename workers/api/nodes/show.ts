import { createRoute, z } from "@hono/zod-openapi";
import { CommandView, NodeEventView, NodeSample, NodeView } from "../../../shared/contracts/fleet.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { answer, errors, ok } from "../http/answers.ts";
import { operation } from "../http/context.ts";
import { IdParam } from "../http/fields.ts";

const Detail = NodeView.extend({
  samples: z.array(NodeSample).describe("Its last measurements, oldest first"),
  events: z.array(NodeEventView).describe("Newest first"),
  commands: z.array(CommandView).describe("Newest first"),
});

const route = createRoute({
  method: "get",
  path: "/api/v1/nodes/{id}",
  tags: ["nodes"],
  summary: "One crawler node: what it does, how its machine is, what happened",
  request: { params: IdParam },
  responses: { 200: answer("The node", Detail), ...errors(404, 422) },
});

export const showNode = operation("read", route, async (c) => {
  const { id } = c.req.valid("param");
  const detail = await c.get("services").fleet.detail(id);
  if (!detail) throw new ApiError("not_found", `no node ${id}`);
  const { node, ...rest } = detail;
  return ok(c, { ...node, ...rest });
});
