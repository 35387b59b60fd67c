import { createRoute } from "@hono/zod-openapi";
import { keyToRevoke } from "../../../access/key-rules.ts";
import { findApiKey, revokeApiKey as revoke } from "../../../auth/api-key-store.ts";
import { ApiKeyView, apiKeyView, seesKeysOfOthers } from "../../access/api-key-view.ts";
import { answer, errors, ok } from "../../answers.ts";
import { operation, principalOf } from "../../context.ts";
import { accessChanged, IdParam } from "../../fields.ts";

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
