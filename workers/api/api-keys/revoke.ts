import { createRoute } from "@hono/zod-openapi";
import { findApiKey, revokeApiKey as revoke } from "../../iam/api-keys/api-key-store.ts";
import { keyToRevoke } from "../../iam/api-keys/key-rules.ts";
import { answer, errors, ok } from "../http/answers.ts";
import { operation, principalOf } from "../http/context.ts";
import { accessChanged, IdParam } from "../http/fields.ts";
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
  const { people, clock } = c.get("services");
  const { db } = people.access;
  const principal = principalOf(c);
  const { id } = c.req.valid("param");
  const before = await keyToRevoke(db, principal, id, seesKeysOfOthers(principal));
  await revoke(db, id, clock.now());
  const after = (await findApiKey(db, id)) ?? before;
  accessChanged(c, { action: "api-key.revoke", record: `api-key:${id}`, before: apiKeyView(before) });
  return ok(c, apiKeyView(after));
});
