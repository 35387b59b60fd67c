import { createRoute, z } from "@hono/zod-openapi";
import { RESOURCE_KINDS } from "../../../shared/contracts/resources.ts";
import { ConfigError } from "../../../shared/errors/config-error.ts";
import { CHANNEL_VAULT_KIND } from "../../alerts/channel-store.ts";
import { KIND } from "../../push/admin.ts";
import { rotate } from "../../resources/rotate.ts";
import { ENDPOINT_KIND } from "../../webhooks/create-webhooks.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";

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
  operationId: "rotateVault",
  method: "post",
  path: "/api/v1/vault/rotate",
  tags: ["vault"],
  summary: "Encrypt all stored secrets with the first key of VAULT_KEYS; the others can be taken away then",
  responses: {
    200: okResponse("What was moved", Rotated, {
      key_id: "2026",
      kinds: [
        { kind: "proxy", moved: 120, overtaken: 0, unreadable: [] },
        { kind: "token", moved: 6, overtaken: 0, unreadable: [] },
        { kind: "push-target", moved: 2, overtaken: 0, unreadable: [] },
        { kind: "alert-channel", moved: 1, overtaken: 0, unreadable: [] },
        { kind: "webhook-endpoint", moved: 1, overtaken: 0, unreadable: [] },
      ],
    }),
    ...errorResponses(413),
  },
});

export const rotateVault = operation("access:write", route, async (c) => {
  const { vault, pool, push, alerts, webhooks } = c.get("services");
  const keyId = vault.currentKeyId;
  if (keyId === null) throw new ConfigError("VAULT_KEYS", "is missing");
  const kinds: z.infer<typeof Rotated>["kinds"] = [];
  const stores = [
    ...RESOURCE_KINDS.map((kind) => ({ kind, store: pool(kind) })),
    { kind: KIND, store: push.sealed },
    { kind: CHANNEL_VAULT_KIND, store: alerts.channels.sealed },
    { kind: ENDPOINT_KIND, store: webhooks.sealed },
  ];
  for (const { kind, store } of stores) kinds.push({ kind, ...(await rotate(vault, kind, store, keyId)) });
  audit(c, { action: "vault.rotate", after: { key_id: keyId, kinds } });
  return ok(c, { key_id: keyId, kinds });
});
