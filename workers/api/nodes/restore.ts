import { createRoute } from "@hono/zod-openapi";
import { NodeView } from "../../../shared/contracts/node-fleet.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { ok, okResponse } from "../http/answers.ts";
import { actorOf, audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { unwrap } from "../http/unwrap.ts";
import { operation } from "../operation.ts";
import { exampleNode } from "./examples.ts";
import { existingNode, recordOf } from "./node-view.ts";

const route = createRoute({
  operationId: "restoreNode",
  method: "post",
  path: "/api/v1/nodes/{id}/restore",
  tags: ["nodes"],
  summary: "Bring a deleted node back; it needs a new key",
  request: { params: IdParam },
  responses: { 200: okResponse("The node", NodeView, exampleNode), ...errorResponses(404, 409, 413, 422) },
});

export const restoreNode = operation("nodes:write", route, async (c) => {
  const { id } = c.req.valid("param");
  const before = await existingNode(c, id);
  if (before.deleted_at === null) throw new ApiError("invalid_state", "the node is not deleted");
  const after = unwrap(await c.get("services").fleet.restore(id, actorOf(c)));
  audit(c, { action: "node.restore", record: `node:${id}`, after: recordOf(after) });
  return ok(c, after);
});
