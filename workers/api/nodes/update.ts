import { createRoute, z } from "@hono/zod-openapi";
import { NodeView } from "../../../shared/contracts/node-fleet.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { ok, okResponse } from "../http/answers.ts";
import { actorOf, audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { unwrap } from "../http/unwrap.ts";
import { operation } from "../operation.ts";
import { exampleNode } from "./examples.ts";
import { existingNode, nodeFields, recordOf } from "./node-view.ts";

const route = createRoute({
  operationId: "updateNode",
  method: "patch",
  path: "/api/v1/nodes/{id}",
  tags: ["nodes"],
  summary: "Change a node's name, labels or note",
  request: {
    params: IdParam,
    body: jsonBody(z.strictObject(nodeFields).partial(), { labels: ["cn", "home"] }),
  },
  responses: {
    200: okResponse("The node", NodeView, exampleNode),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

export const updateNode = operation("nodes:write", route, async (c) => {
  const { id } = c.req.valid("param");
  const before = await existingNode(c, id);
  if (before.deleted_at !== null)
    throw new ApiError("invalid_state", "the node is deleted; restore it first");
  const after = unwrap(await c.get("services").fleet.update(id, c.req.valid("json"), actorOf(c)));
  audit(c, { action: "node.update", record: `node:${id}`, before: recordOf(before), after: recordOf(after) });
  return ok(c, after);
});
