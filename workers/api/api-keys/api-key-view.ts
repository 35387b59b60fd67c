import { z } from "@hono/zod-openapi";
import type { ApiKeyRecord } from "../../iam/api-keys/api-key-store.ts";
import { may, type Principal, permissionKey } from "../../iam/permissions/principal.ts";
import { Instant } from "../http/answers.ts";

export const ApiKeyView = z.object({
  id: z.uuid(),
  name: z.string(),
  node: z.string().nullable().describe("External node it is for: it then has the node role's permissions"),
  prefix: z.string().describe("First characters, to tell keys apart"),
  scopes: z.array(z.string()),
  user: z.object({ id: z.uuid(), username: z.string() }),
  expires_at: Instant.nullable().describe("Null: never"),
  last_used_at: Instant.nullable(),
  created_at: Instant,
  revoked_at: Instant.nullable(),
});

export const apiKeyView = (key: ApiKeyRecord): z.infer<typeof ApiKeyView> => ({
  id: key.id,
  name: key.name,
  node: key.node,
  prefix: key.prefix,
  scopes: key.scopes,
  user: { id: key.user.id, username: key.user.username },
  expires_at: key.expiresAt,
  last_used_at: key.lastUsedAt,
  created_at: key.createdAt,
  revoked_at: key.revokedAt,
});

/** A caller needs permission to read users to see other people's keys. */
export const seesKeysOfOthers = (principal: Principal): boolean =>
  may(principal, permissionKey("GET", "/api/v1/users"), "users:read");
