import { createRoute, z } from "@hono/zod-openapi";
import { NodeLabel } from "../../../shared/contracts/node-api.ts";
import { NodeState, NodeView } from "../../../shared/contracts/node-fleet.ts";
import { Platform } from "../../../shared/contracts/platform.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { Flag, Search } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleNode } from "./examples.ts";

const Query = z.strictObject({
  state: NodeState.optional(),
  platform: Platform.optional(),
  label: NodeLabel.optional(),
  search: Search.optional(),
  include_deleted: Flag,
  limit: limitParam(200, 50),
  cursor: cursorParam,
});

const route = createRoute({
  operationId: "listNodes",
  method: "get",
  path: "/api/v1/nodes",
  tags: ["nodes"],
  summary: "Crawler nodes with what they last said, by name",
  request: { query: Query },
  responses: {
    200: okResponse("A page of nodes", pageOf(NodeView), { items: [exampleNode], next_cursor: null }),
    ...errorResponses(400, 422),
  },
});

const cursor = cursorOf("nodes", z.object({ name: z.string(), id: z.string() }));

export const listNodes = operation("read", route, async (c) => {
  const { limit, cursor: after, include_deleted, ...filter } = c.req.valid("query");
  const includeDeleted = include_deleted === "true";
  const nodes = await c
    .get("services")
    .fleet.list({ ...filter, include_deleted: includeDeleted }, limit + 1, cursor.decode(after));
  return ok(
    c,
    toPage(nodes, limit, ({ name, id }) => cursor.encode({ name, id })),
  );
});
