/** What is stored of a resource's secret: the sealed text, a hint to show, and a keyed hash to detect duplicates. */
import type { Vault } from "../vault/vault.ts";

/** Credentials of a proxy. */
export interface Credentials {
  username: string;
  password: string;
}

/** For example `al***`: enough of a user name to tell two apart. */
export const usernameHint = (username: string): string =>
  `${username.length >= 4 ? username.slice(0, 2) : ""}***`;

/** The last four characters, of a value with at least 16. */
export const valueHint = (value: string): string => `…${value.length >= 16 ? value.slice(-4) : ""}`;

/** Hex HMAC-SHA-256 of the parts. @param key AUTH_SECRET; after it changes, duplicates of older records are not detected */
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
