/** Keys of programs: `jd_` and 256 random bits. Only their SHA-256 is stored: a random key needs no slow hash. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

export const API_KEY_PREFIX = "jd_";
const KEY_BYTES = 32;
/** Characters of a key that are kept in clear, to tell keys apart. */
const SHOWN = 8;

export const hashApiKey = (key: string): string => bytesToHex(sha256(new TextEncoder().encode(key)));

/** @returns `key` to be shown once, and what is stored of it */
export function makeApiKey(): { key: string; prefix: string; hash: string } {
  const random = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(KEY_BYTES))));
  const key = API_KEY_PREFIX + random.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return { key, prefix: key.slice(0, SHOWN), hash: hashApiKey(key) };
}
