import { z } from "@hono/zod-openapi";
import { Platform } from "../../../shared/contracts/platform.ts";
import type { Resource, ResourceFields, TokenSpec } from "../../../shared/contracts/resource-pool.ts";
import { TokenKind } from "../../../shared/contracts/resources.ts";
import type { FieldProblem } from "../../../shared/errors/codes.ts";
import { fingerprintOf, valueHint } from "../../resources/secrets.ts";
import { Instant } from "../http/answers.ts";
import { liveFields, liveView, resourceFields } from "../resources/resource-view.ts";
import type { Services } from "../services.ts";

export const TokenView = z.object({
  id: z.uuid(),
  name: z.string(),
  platform: Platform,
  kind: TokenKind,
  header_name: z.string(),
  value_hint: z.string().describe("Its last characters"),
  daily_budget: z.number().int(),
  expires_at: Instant.nullable(),
  enabled: z.boolean(),
  note: z.string(),
  ...liveFields,
});

export function tokenView(it: Resource): z.infer<typeof TokenView> {
  const { sent_as: kind, header_name } = it.spec as TokenSpec;
  const { hint } = it;
  return TokenView.parse({
    ...it,
    ...liveView(it),
    platform: platformOf(it),
    kind,
    header_name,
    value_hint: hint ?? "…",
  });
}

/** A token belongs to one platform. */
export function platformOf({ platforms, id }: Pick<Resource, "platforms" | "id">): Platform {
  const [platform] = platforms;
  if (!platform) throw new Error(`token ${id} has no platform`);
  return platform;
}

/** Headers that the HTTP client sets itself, or that a token must not set for safety. */
const OWN_HEADERS =
  /^(host|content-.*|transfer-encoding|connection|keep-alive|te|trailer|upgrade|expect|proxy-.*|sec-.*|cf-.*|x-forwarded-.*|accept-encoding|cookie)$/;

export const tokenFields = {
  ...resourceFields,
  platform: Platform,
  kind: TokenKind,
  header_name: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9!#$%&'*+.^_`|~-]{1,64}$/, "is not a header name of 1 to 64 characters")
    .refine((name) => !OWN_HEADERS.test(name), "is a header that can't be set by a token")
    .nullable()
    .describe("Of kind `header` only"),
  value: z
    .string()
    .trim()
    .min(1, "is empty")
    .max(8000, "is longer than 8000 characters")
    .regex(/^[\x20-\x7e]*$/, "holds characters that no header can carry"),
  expires_at: z
    .number()
    .int()
    .min(1)
    .max(8.64e15)
    .nullable()
    .describe("Unix time in milliseconds; null: never"),
};

export const NewToken = z.strictObject({
  ...tokenFields,
  name: resourceFields.name.optional().describe("Platform and kind when left out"),
  header_name: tokenFields.header_name.default(null),
  expires_at: tokenFields.expires_at.default(null),
  daily_budget: resourceFields.daily_budget.default(0),
  enabled: resourceFields.enabled.default(true),
  note: resourceFields.note.default(""),
});
export type NewToken = z.infer<typeof NewToken>;

export interface TokenParts {
  platform: Platform;
  kind: z.infer<typeof TokenKind>;
  headerName: string | null;
  value: string;
}

/**
 * Checks and encrypts a token for storage.
 * @throws ConfigError without VAULT_KEYS
 */
export async function storedToken(
  { config, vault }: Pick<Services, "config" | "vault">,
  id: string,
  { platform, kind, headerName, value }: TokenParts,
): Promise<
  | { ok: true; value: Pick<ResourceFields, "spec" | "platforms" | "sealed" | "hint" | "fingerprint"> }
  | { ok: false; problem: FieldProblem }
> {
  const bad = (reason: string) => ({ ok: false, problem: { field: "header_name", reason } }) as const;
  if (kind === "header" && headerName === null) return bad("is missing: kind is header");
  if (kind === "cookie" && headerName !== null) return bad("is not for a cookie");
  const name = headerName ?? "cookie";
  return {
    ok: true,
    value: {
      spec: { sent_as: kind, header_name: name },
      platforms: [platform],
      sealed: await vault.seal("token", id, value),
      hint: valueHint(value),
      fingerprint: await fingerprintOf(config.AUTH_SECRET, platform, name, value),
    },
  };
}

export const tokenNameOf = ({ name, platform, kind }: Pick<NewToken, "name" | "platform" | "kind">) =>
  name ?? `${platform} ${kind}`;
