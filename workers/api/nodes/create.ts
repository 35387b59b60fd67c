import { createRoute, z } from "@hono/zod-openapi";
import { NodeView } from "../../../shared/contracts/node-fleet.ts";
import { created, createdResponse } from "../http/answers.ts";
import { actorOf, audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { unwrap } from "../http/unwrap.ts";
import { operation } from "../operation.ts";
import { exampleNode } from "./examples.ts";
import { checkNodeKey, KeyExpiry, makeNodeKey } from "./node-key.ts";
import { nodeFields, recordOf } from "./node-view.ts";

const { name, labels, note } = nodeFields;

const Registered = z.object({
  node: NodeView,
  key: z.string().describe("Shown once"),
  key_expires_at: KeyExpiry,
});

const route = createRoute({
  operationId: "createNode",
  method: "post",
  path: "/api/v1/nodes",
  tags: ["nodes"],
  summary: "Register a crawler node; answers the key that it speaks with",
  request: {
    body: jsonBody(z.strictObject({ name, labels: labels.default([]), note: note.default("") }), {
      name: "crawler-1",
      labels: ["cn"],
      note: "Shanghai, home line",
    }),
  },
  responses: {
    201: createdResponse("Registered", Registered, {
      node: {
        ...exampleNode,
        state: "new",
        load: 0,
        work: [],
        report: null,
        metrics: null,
        last_seen_at: null,
      },
      key: "jd_…",
      key_expires_at: null,
    }),
    ...errorResponses(400, 409, 413, 415, 422),
  },
});

export const createNode = operation("nodes:write", route, async (c) => {
  const wanted = c.req.valid("json");
  await checkNodeKey(c, wanted.name);
  const node = unwrap(await c.get("services").fleet.create(wanted, actorOf(c)));
  const made = await makeNodeKey(c, node);
  audit(c, { action: "node.create", record: `node:${node.id}`, after: recordOf(node) });
  return created(c, { node, ...made });
});
