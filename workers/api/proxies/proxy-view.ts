import { z } from "@hono/zod-openapi";
import { Platform } from "../../../shared/contracts/platform.ts";
import type { ProxySpec, Resource, ResourceFields } from "../../../shared/contracts/resource-pool.ts";
import { ProxyProtocol } from "../../../shared/contracts/resources.ts";
import { checkProxyAddress, type ProxyAddress } from "../../../shared/domain/proxy-address.ts";
import type { FieldProblem } from "../../../shared/errors/codes.ts";
import type { Result } from "../../../shared/result.ts";
import { type Credentials, fingerprintOf, sealCredentials, usernameHint } from "../../resources/secrets.ts";
import { liveFields, liveView, Platforms, resourceFields } from "../resources/resource-view.ts";
import type { Services } from "../services.ts";

export const ProxyView = z.object({
  id: z.uuid(),
  name: z.string(),
  protocol: ProxyProtocol,
  host: z.string(),
  port: z.number().int(),
  username_hint: z.string().nullable().describe("Its first letters; null without credentials"),
  platforms: z.array(Platform).describe("Empty: all"),
  daily_budget: z.number().int(),
  enabled: z.boolean(),
  note: z.string(),
  ...liveFields,
});

export const proxyView = (it: Resource): z.infer<typeof ProxyView> =>
  ProxyView.parse({ ...it, ...(it.spec as ProxySpec), ...liveView(it), username_hint: it.hint });

/** RFC 1929 gives user name and password one byte of length each. */
const credential = z
  .string()
  .min(1, "is empty")
  .refine((text) => new TextEncoder().encode(text).length <= 255, "is longer than 255 bytes")
  .refine((text) => !/\p{Cc}/u.test(text), "holds control characters");

export const proxyFields = {
  ...resourceFields,
  protocol: ProxyProtocol,
  host: z.string().trim().min(1, "is empty").max(253, "is longer than 253 characters"),
  port: z.number().int().min(1).max(65_535),
  username: credential.nullable(),
  password: credential.nullable(),
  platforms: Platforms,
};

export const NewProxy = z.strictObject({
  ...proxyFields,
  name: resourceFields.name.optional().describe("Its address when left out"),
  username: proxyFields.username.default(null),
  password: proxyFields.password.default(null),
  platforms: Platforms.default([]),
  daily_budget: resourceFields.daily_budget.default(0),
  enabled: resourceFields.enabled.default(true),
  note: resourceFields.note.default(""),
});
export type NewProxy = z.infer<typeof NewProxy>;

type Checked<T> = Result<T, { problem: FieldProblem }>;

/** A complete proxy, from one request or merged from the stored one and a change. */
export interface ProxyParts extends ProxyAddress {
  username: string | null;
  password: string | null;
}

function checkParts(
  parts: ProxyParts,
  allowInner: boolean,
): Checked<ProxyAddress & { credentials: Credentials | null }> {
  const address = checkProxyAddress(parts, allowInner);
  if (!address.ok) return { ok: false, problem: { field: address.field, reason: address.reason } };
  const { username, password } = parts;
  const bad = (field: string, reason: string) => ({ ok: false, problem: { field, reason } }) as const;
  if (username === null && password !== null) return bad("username", "is missing: there is a password");
  if (username?.includes(":") && parts.protocol !== "socks5")
    return bad("username", "holds a colon, which HTTP's Basic authentication can't send");
  const credentials = username === null ? null : { username, password: password ?? "" };
  return { ok: true, value: { ...address.value, credentials } };
}

/**
 * Checks the address and encrypts the credentials for storage.
 * @throws ConfigError without VAULT_KEYS
 */
export async function storedProxy(
  { config, vault }: Pick<Services, "config" | "vault">,
  id: string,
  parts: ProxyParts,
): Promise<Checked<Pick<ResourceFields, "spec" | "sealed" | "hint" | "fingerprint">>> {
  const checked = checkParts(parts, config.ENVIRONMENT === "local");
  if (!checked.ok) return checked;
  const { credentials, ...spec } = checked.value;
  const username = credentials?.username ?? "";
  return {
    ok: true,
    value: {
      spec,
      sealed: credentials && (await sealCredentials(vault, id, credentials)),
      hint: credentials && usernameHint(username),
      fingerprint: await fingerprintOf(config.AUTH_SECRET, spec.protocol, username, spec.host, spec.port),
    },
  };
}

export const nameOf = ({ name, host, port }: { name?: string; host: string; port: number }) =>
  name ?? `${host}:${port}`.slice(0, 100);
