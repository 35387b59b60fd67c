import { createRoute } from "@hono/zod-openapi";
import { NodeView } from "../../../shared/contracts/fleet.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { answer, errors, ok } from "../http/answers.ts";
import { actorOf, audit, operation } from "../http/context.ts";
import { IdParam } from "../http/fields.ts";
import { existingNode, fleetValue, recordOf } from "./node-view.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/nodes/{id}/restore",
  tags: ["nodes"],
  summary: "Bring a deleted node back; it needs a new key",
  request: { params: IdParam },
  responses: { 200: answer("The node", NodeView), ...errors(404, 409, 413, 422) },
});

export const restoreNode = operation("nodes:write", route, async (c) => {
  const { id } = c.req.valid("param");
  const before = await existingNode(c, id);
  if (before.deleted_at === null) throw new ApiError("invalid_state", "the node is not deleted");
  const after = fleetValue(await c.get("services").fleet.restore(id, actorOf(c)));
  audit(c, { action: "node.restore", record: `node:${id}`, after: recordOf(after) });
  return ok(c, after);
});
