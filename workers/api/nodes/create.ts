import { createRoute, z } from "@hono/zod-openapi";
import { NodeView } from "../../../shared/contracts/fleet.ts";
import { body } from "../auth/auth-view.ts";
import { answer, created, errors } from "../http/answers.ts";
import { actorOf, audit, operation } from "../http/context.ts";
import { checkNodeKey, makeNodeKey } from "./node-key.ts";
import { fleetValue, nodeFields, recordOf } from "./node-view.ts";

const { name, labels, note } = nodeFields;

const route = createRoute({
  method: "post",
  path: "/api/v1/nodes",
  tags: ["nodes"],
  summary: "Register a crawler node; answers the key that it speaks with",
  request: { body: body(z.strictObject({ name, labels: labels.default([]), note: note.default("") })) },
  responses: {
    201: answer("Registered", z.object({ node: NodeView, key: z.string().describe("Shown once") })),
    ...errors(400, 409, 413, 415, 422),
  },
});

export const createNode = operation("nodes:write", route, async (c) => {
  const wanted = c.req.valid("json");
  await checkNodeKey(c, wanted.name);
  const node = fleetValue(await c.get("services").fleet.create(wanted, actorOf(c)));
  const key = await makeNodeKey(c, node);
  audit(c, { action: "node.create", record: `node:${node.id}`, after: recordOf(node) });
  return created(c, { node, key });
});
