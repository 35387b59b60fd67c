import { createRoute } from "@hono/zod-openapi";
import { answer, errors, ok } from "../http/answers.ts";
import { operation, principalOf } from "../http/context.ts";
import { IdParam, recordAccessChange } from "../http/fields.ts";
import { ApiKeyView, apiKeyView, seesKeysOfOthers } from "./api-key-view.ts";

const route = createRoute({
  method: "delete",
  path: "/api/v1/api-keys/{id}",
  tags: ["api-keys"],
  summary: "Revoke an API key, for good",
  request: { params: IdParam },
  responses: { 200: answer("The revoked key", ApiKeyView), ...errors(404, 413, 422) },
});

export const revokeApiKey = operation("keys:write", route, async (c) => {
  const { apiKeys, keyRules } = c.get("services").identity;
  const principal = principalOf(c);
  const { id } = c.req.valid("param");
  const before = await keyRules.keyToRevoke(principal, id, seesKeysOfOthers(principal));
  await apiKeys.revoke(id);
  const after = (await apiKeys.find(id)) ?? before;
  recordAccessChange(c, { action: "api-key.revoke", record: `api-key:${id}`, before: apiKeyView(before) });
  return ok(c, apiKeyView(after));
});
