/** What is kept of a resource's secret: sealed, a hint that people may see, and a keyed hash to know it again. */
import type { Vault } from "../vault/vault.ts";

/** Of a proxy. */
export interface Credentials {
  username: string;
  password: string;
}

/** `al***`: as much of a user name as tells one from another. */
export const usernameHint = (username: string): string =>
  `${username.length >= 4 ? username.slice(0, 2) : ""}***`;

/** The last four characters of a value long enough to spare them. */
export const valueHint = (value: string): string => `…${value.length >= 16 ? value.slice(-4) : ""}`;

/** Hex HMAC-SHA-256 of the parts. @param key AUTH_SECRET: a new one makes doubles of older records unknown */
export async function fingerprintOf(key: string, ...parts: (string | number)[]): Promise<string> {
  const encoder = new TextEncoder();
  const imported = await crypto.subtle.importKey(
    "raw",
    encoder.encode(`resource-fingerprint:${key}`),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const digest = await crypto.subtle.sign("HMAC", imported, encoder.encode(JSON.stringify(parts)));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export const sealCredentials = (vault: Vault, id: string, credentials: Credentials): Promise<string> =>
  vault.seal("proxy", id, JSON.stringify(credentials));

/** @throws ConfigError, VaultError */
export async function openCredentials(
  vault: Vault,
  id: string,
  sealed: string | null,
): Promise<Credentials | null> {
  return sealed === null ? null : (JSON.parse(await vault.open("proxy", id, sealed)) as Credentials);
}
