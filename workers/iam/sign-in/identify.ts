/** From a request's credential to a principal. */
import { and, eq, isNull, lt, or } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { ApiError } from "../../../shared/errors/codes.ts";
import { apiKeys } from "../../db/auth-schema.ts";
import { API_KEY_PREFIX, hashApiKey } from "../api-keys/api-key.ts";
import type { AccessService } from "../permissions/access-service.ts";
import type { Principal } from "../permissions/principal.ts";
import type { PrincipalCache } from "../permissions/principal-cache.ts";
import { readPerson } from "../permissions/principal-store.ts";
import type { BetterAuth } from "./better-auth.ts";

export interface Credential {
  kind: "bearer" | "cookie";
  value: string;
}

/** Reads who a credential stands for; null for one that stands for nobody. */
export type Identify = (credential: Credential) => Promise<Principal | null>;

/** `last_used_at` is written at most so often: no D1 write per request. */
const USED_EVERY_MS = 60_000;

/** A person's name is enough; a program's is added. */
const labelOf = (username: string, key: { name: string; node: string | null } | null) =>
  key ? `${username} (${key.node ? `node ${key.node}` : `key ${key.name}`})` : username;

export interface IdentifyParts {
  db: DrizzleD1Database;
  auth(): BetterAuth;
  cookieName: string;
  cache: PrincipalCache;
  access: AccessService;
  now(): number;
  inBackground(work: Promise<unknown>): void;
}

export function createIdentify({
  db,
  auth,
  cookieName,
  cache,
  access,
  now,
  inBackground,
}: IdentifyParts): Identify {
  async function ofKey(value: string) {
    const [key] = await db
      .select()
      .from(apiKeys)
      .where(eq(apiKeys.hash, hashApiKey(value)));
    if (!key) return null;
    if (key.revokedAt !== null) throw new ApiError("unauthorized", "the API key was revoked");
    if (key.expiresAt !== null && key.expiresAt <= now()) {
      throw new ApiError("unauthorized", `the API key expired on ${new Date(key.expiresAt).toISOString()}`);
    }
    const person = await readPerson(db, key.userId, key.node);
    if (!person) return null;
    const used = now() - USED_EVERY_MS;
    if ((key.lastUsedAt ?? 0) < used) {
      inBackground(
        db
          .update(apiKeys)
          .set({ lastUsedAt: now() })
          .where(and(eq(apiKeys.id, key.id), or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, used))))
          .run(),
      );
    }
    const principal: Principal = {
      ...person,
      // A key never signs in: what a person must do first does not concern it.
      mustChangePassword: false,
      label: labelOf(person.username, key),
      scopes: new Set(key.scopes),
      sessionId: null,
      keyId: key.id,
      node: key.node,
    };
    return { principal, expiresAt: key.expiresAt };
  }

  async function ofSession({ kind, value }: Credential) {
    // Only the one credential: another one beside it must not stand in for it.
    const headers = new Headers(
      kind === "bearer" ? { authorization: `Bearer ${value}` } : { cookie: `${cookieName}=${value}` },
    );
    const found = await auth().api.getSession({ headers });
    if (!found) return null;
    const person = await readPerson(db, found.session.userId);
    if (!person) return null;
    const principal: Principal = {
      ...person,
      label: labelOf(person.username, null),
      scopes: null,
      sessionId: found.session.id,
      keyId: null,
      node: null,
    };
    return { principal, expiresAt: found.session.expiresAt.getTime() };
  }

  return (credential) =>
    cache.load(`${credential.kind} ${credential.value}`, now(), async () => {
      await access.ensureRefreshed();
      return credential.kind === "bearer" && credential.value.startsWith(API_KEY_PREFIX)
        ? ofKey(credential.value)
        : ofSession(credential);
    });
}
