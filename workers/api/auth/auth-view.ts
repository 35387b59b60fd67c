/** Fields and helpers that the operations under /auth share. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { fieldError } from "../../../shared/errors/validation.ts";
import type { Caller, Cookies, SignedIn } from "../../iam/sign-in/session.ts";
import { PASSWORD_LENGTH } from "../../iam/sign-in/sign-in-rules.ts";
import { Instant } from "../http/answers.ts";
import { type ApiEnv, clientIp, principalOf } from "../http/context.ts";

/** A current password: compared exactly as sent, never trimmed. */
export const GivenPassword = z.string().min(1, "is empty").max(PASSWORD_LENGTH.max);

/** A password that the caller wants to set. */
export const NewPassword = z
  .string()
  .min(PASSWORD_LENGTH.min, `needs at least ${PASSWORD_LENGTH.min} characters`)
  .max(PASSWORD_LENGTH.max, `has more than ${PASSWORD_LENGTH.max} characters`)
  .refine((text) => new Set(text).size > 4, "repeats a few characters")
  .describe(`${PASSWORD_LENGTH.min} to ${PASSWORD_LENGTH.max} characters`);

/** @throws ApiError validation_failed when the password holds the user's own name */
export function checkPassword(password: string, field: string, ...names: string[]): void {
  const text = password.toLowerCase();
  const held = names.some((name) => name.length > 2 && text.includes(name.toLowerCase()));
  if (!held) return;
  throw fieldError(field, "holds the user's own name");
}

export const Username = z
  .string()
  .trim()
  .toLowerCase()
  .regex(
    /^[a-z0-9][a-z0-9._-]{1,31}$/,
    "is not 2 to 32 letters, digits, . _ - beginning with a letter or digit",
  );

export const Email = z.email("is not an e-mail address").max(200).toLowerCase();

export const SignInView = z.object({
  user: z.object({ id: z.uuid(), username: z.string() }),
  token: z
    .string()
    .nullable()
    .describe("For scripts: Authorization: Bearer <token>; null while the second factor is missing"),
  expires_at: Instant.nullable(),
  password_change_required: z.boolean().describe("Nothing else is allowed before POST /api/v1/auth/password"),
  two_factor_required: z.boolean().describe("Send the code to POST /api/v1/auth/two-factor/verify"),
});

export const signInView = (signedIn: SignedIn): z.infer<typeof SignInView> => ({
  user: { id: signedIn.userId, username: signedIn.username },
  token: signedIn.token,
  expires_at: signedIn.expiresAt,
  password_change_required: signedIn.mustChangePassword,
  two_factor_required: signedIn.secondFactor === "missing",
});

export const Renewed = z.object({
  token: z.string().nullable().describe("Replaces the one a script used until now"),
});

/** A change that ends sessions may end the keys of programs as well: an account that was taken over may have new ones. */
export const EndApiKeys = z
  .boolean()
  .describe("End the account's API keys too, also those of the crawler nodes it registered");

/** The keys that ended with it, for an answer. */
export const Ended = z.object({
  ended_api_keys: z.number().int(),
  nodes_without_key: z.array(z.string()).describe("Crawler nodes that need a new key now"),
});

/** @param wanted false: no key ends */
export async function endApiKeys(
  c: Context<ApiEnv>,
  userId: string,
  wanted: boolean,
): Promise<z.infer<typeof Ended>> {
  const { identity } = c.get("services");
  const ended = wanted ? await identity.apiKeys.revokeOfUser(userId) : { keys: 0, nodes: [] };
  identity.forgetPrincipals();
  return { ended_api_keys: ended.keys, nodes_without_key: ended.nodes };
}

export const CurrentPassword = GivenPassword.optional().describe(
  "The caller's own password: a stolen session alone must not become the account",
);

/**
 * Asks a person for their password again.
 * @throws ApiError validation_failed when it is missing or wrong; too_many_requests
 */
export async function confirmPassword(c: Context<ApiEnv>, password: string | undefined): Promise<void> {
  if (password === undefined)
    throw fieldError("current_password", "is missing: this needs your password again");
  const { userId: id, username } = principalOf(c);
  await c.get("services").identity.auth.confirmPassword({ id, username }, password, callerOf(c));
}

export const callerOf = (c: Context<ApiEnv>): Caller => ({ headers: c.req.raw.headers, ip: clientIp(c) });

export function setCookies(c: Context<ApiEnv>, { cookies }: Cookies): void {
  for (const cookie of cookies) c.header("set-cookie", cookie, { append: true });
}

export const body = <T extends z.ZodType>(schema: T) =>
  ({ required: true, content: { "application/json": { schema } } }) as const;

export const Done = z.object({ done: z.literal(true) });
