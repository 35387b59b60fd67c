import { createRoute, z } from "@hono/zod-openapi";
import { RESOURCE_KINDS } from "../../../shared/contracts/resources.ts";
import { ConfigError } from "../../../shared/errors/config-error.ts";
import { KIND } from "../../push/admin.ts";
import { rotate } from "../../resources/rotate.ts";
import { answer, errors, ok } from "../http/answers.ts";
import { audit, operation } from "../http/context.ts";

const Rotated = z.object({
  key_id: z.string().describe("The key that seals now"),
  kinds: z.array(
    z.object({
      kind: z.string(),
      moved: z.number().int(),
      overtaken: z.number().int().describe("Changed by a person meanwhile, and so sealed with the new key"),
      unreadable: z.array(z.uuid()).describe("Records whose secret is damaged: enter it again"),
    }),
  ),
});

const route = createRoute({
  method: "post",
  path: "/api/v1/vault/rotate",
  tags: ["vault"],
  summary: "Encrypt all stored secrets with the first key of VAULT_KEYS; the others can be taken away then",
  responses: { 200: answer("What was moved", Rotated), ...errors(413) },
});

export const rotateVault = operation("access:write", route, async (c) => {
  const { vault, pool, push } = c.get("services");
  const keyId = vault.currentKeyId;
  if (keyId === null) throw new ConfigError("VAULT_KEYS", "is missing");
  const kinds: z.infer<typeof Rotated>["kinds"] = [];
  const stores = [
    ...RESOURCE_KINDS.map((kind) => ({ kind, store: pool(kind) })),
    { kind: KIND, store: push.sealed },
  ];
  for (const { kind, store } of stores) kinds.push({ kind, ...(await rotate(vault, kind, store, keyId)) });
  audit(c, { action: "vault.rotate", after: { key_id: keyId, kinds } });
  return ok(c, { key_id: keyId, kinds });
});
