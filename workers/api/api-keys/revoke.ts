import { createRoute } from "@hono/zod-openapi";
import { findApiKey, revokeApiKey as revoke } from "../../iam/api-keys/api-key-store.ts";
import { keyToRevoke } from "../../iam/api-keys/key-rules.ts";
import { ok, okResponse } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { accessChanged, IdParam } from "../http/fields.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { ApiKeyView, apiKeyView, seesKeysOfOthers } from "./api-key-view.ts";
import { exampleApiKey } from "./examples.ts";

const route = createRoute({
  operationId: "revokeApiKey",
  method: "delete",
  path: "/api/v1/api-keys/{id}",
  tags: ["api-keys"],
  summary: "Revoke an API key, for good",
  request: { params: IdParam },
  responses: {
    200: okResponse("The revoked key", ApiKeyView, { ...exampleApiKey, revoked_at: EXAMPLE_NOW }),
    ...errorResponses(404, 413, 422),
  },
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
