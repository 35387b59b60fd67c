import { createRoute, z } from "@hono/zod-openapi";
import { NodeView } from "../../../shared/contracts/node-fleet.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { ok, okResponse } from "../http/answers.ts";
import { actorOf, audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam, Restore, restoreOf } from "../http/fields.ts";
import { unwrap } from "../http/unwrap.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { EXAMPLE_NODE_ID, exampleNode } from "./examples.ts";
import { revokeNodeKeys } from "./node-key.ts";
import { existingNode, recordOf } from "./node-view.ts";

const route = createRoute({
  operationId: "deleteNode",
  method: "delete",
  path: "/api/v1/nodes/{id}",
  tags: ["nodes"],
  summary: "Delete a node: its keys end, its work goes to others when its leases run out",
  request: { params: IdParam },
  responses: {
    200: okResponse("The deleted node", z.object({ node: NodeView, restore: Restore }), {
      node: { ...exampleNode, deleted_at: EXAMPLE_NOW },
      restore: { method: "POST", path: `/api/v1/nodes/${EXAMPLE_NODE_ID}/restore` },
    }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const deleteNode = operation("nodes:write", route, async (c) => {
  const { id } = c.req.valid("param");
  const before = await existingNode(c, id);
  if (before.deleted_at !== null) throw new ApiError("invalid_state", "the node is deleted already");
  await revokeNodeKeys(c, id);
  const node = unwrap(await c.get("services").fleet.remove(id, actorOf(c)));
  audit(c, { action: "node.delete", record: `node:${id}`, before: recordOf(before) });
  return ok(c, { node, restore: restoreOf("nodes", id) });
});
