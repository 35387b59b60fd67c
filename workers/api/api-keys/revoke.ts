import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam, recordAccessChange } from "../http/fields.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { ApiKeyView, apiKeyView, seesKeysOfOthers } from "./api-key-view.ts";
import { exampleApiKey } from "./examples.ts";

const route = createRoute({
  operationId: "revokeApiKey",
  method: "delete",
  path: "/api/v1/api-keys/{id}",
  tags: ["api-keys"],
  summary: "Revoke an API key and those made with it, for good",
  request: { params: IdParam },
  responses: {
    200: okResponse("The revoked key", ApiKeyView, { ...exampleApiKey, revoked_at: EXAMPLE_NOW }),
    ...errorResponses(404, 413, 422),
  },
});

export const revokeApiKey = operation("keys:write", route, async (c) => {
  const { apiKeys, keyRules } = c.get("services").identity;
  const principal = principalOf(c);
  const { id } = c.req.valid("param");
  const before = await keyRules.keyToRevoke(principal, id, seesKeysOfOthers(principal));
  const ended = await apiKeys.revoke(id);
  const after = (await apiKeys.find(id)) ?? before;
  recordAccessChange(c, {
    action: "api-key.revoke",
    record: `api-key:${id}`,
    before: apiKeyView(before),
    after: { ended_api_keys: ended.keys, nodes_without_key: ended.nodes },
  });
  return ok(c, apiKeyView(after));
});
