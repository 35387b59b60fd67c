import { createRoute, z } from "@hono/zod-openapi";
import { NodeView } from "../../../shared/contracts/fleet.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { answer, errors, ok } from "../http/answers.ts";
import { actorOf, audit, operation } from "../http/context.ts";
import { IdParam, Restore, restoreOf } from "../http/fields.ts";
import { revokeNodeKeys } from "./node-key.ts";
import { existingNode, fleetValue, recordOf } from "./node-view.ts";

const route = createRoute({
  method: "delete",
  path: "/api/v1/nodes/{id}",
  tags: ["nodes"],
  summary: "Delete a node: its keys end, its work goes to others when its leases run out",
  request: { params: IdParam },
  responses: {
    200: answer("The deleted node", z.object({ node: NodeView, restore: Restore })),
    ...errors(404, 409, 413, 422),
  },
});

export const deleteNode = operation("nodes:write", route, async (c) => {
  const { id } = c.req.valid("param");
  const before = await existingNode(c, id);
  if (before.deleted_at !== null) throw new ApiError("invalid_state", "the node is deleted already");
  await revokeNodeKeys(c, id);
  const node = fleetValue(await c.get("services").fleet.remove(id, actorOf(c)));
  audit(c, { action: "node.delete", record: `node:${id}`, before: recordOf(before) });
  return ok(c, { node, restore: restoreOf("nodes", id) });
});
