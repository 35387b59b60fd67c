import { createRoute, z } from "@hono/zod-openapi";
import { NodeView } from "../../../shared/contracts/fleet.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { body } from "../auth/auth-view.ts";
import { answer, errors, ok } from "../http/answers.ts";
import { actorOf, audit, operation } from "../http/context.ts";
import { IdParam } from "../http/fields.ts";
import { existingNode, fleetValue, nodeFields, recordOf } from "./node-view.ts";

const route = createRoute({
  method: "patch",
  path: "/api/v1/nodes/{id}",
  tags: ["nodes"],
  summary: "Change a node's name, labels or note",
  request: { params: IdParam, body: body(z.strictObject(nodeFields).partial()) },
  responses: { 200: answer("The node", NodeView), ...errors(400, 404, 409, 413, 415, 422) },
});

export const updateNode = operation("nodes:write", route, async (c) => {
  const { id } = c.req.valid("param");
  const before = await existingNode(c, id);
  if (before.deleted_at !== null)
    throw new ApiError("invalid_state", "the node is deleted; restore it first");
  const after = fleetValue(await c.get("services").fleet.update(id, c.req.valid("json"), actorOf(c)));
  audit(c, { action: "node.update", record: `node:${id}`, before: recordOf(before), after: recordOf(after) });
  return ok(c, after);
});
