import { createRoute, z } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { created, createdResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { checkNodeKey, KeyExpiry, makeNodeKey, revokeNodeKeys } from "./node-key.ts";
import { existingNode } from "./node-view.ts";

const route = createRoute({
  operationId: "createNodeKey",
  method: "post",
  path: "/api/v1/nodes/{id}/key",
  tags: ["nodes"],
  summary: "Give a node a new key; those it had end",
  request: { params: IdParam },
  responses: {
    201: createdResponse(
      "Made",
      z.object({
        key: z.string().describe("Shown once"),
        key_expires_at: KeyExpiry,
        revoked: z.number().int(),
      }),
      { key: "jd_…", key_expires_at: null, revoked: 1 },
    ),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const createNodeKey = operation("nodes:write", route, async (c) => {
  const { id } = c.req.valid("param");
  const node = await existingNode(c, id);
  if (node.deleted_at !== null) throw new ApiError("invalid_state", "the node is deleted; restore it first");
  await checkNodeKey(c, id);
  const revoked = await revokeNodeKeys(c, id);
  const made = await makeNodeKey(c, node);
  audit(c, { action: "node.new-key", record: `node:${id}`, after: { revoked } });
  return created(c, { ...made, revoked });
});
