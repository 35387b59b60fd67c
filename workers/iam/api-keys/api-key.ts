/** Keys of programs: `jd_` and 256 random bits. Only their SHA-256 is stored: a random key needs no slow hash. */
import { sha256Hex } from "../../../shared/domain/sha256.ts";

export const API_KEY_PREFIX = "jd_";
const KEY_BYTES = 32;
/** Characters of a key that are stored in clear, to tell keys apart. */
const PREFIX_LENGTH = 8;

export const hashApiKey = sha256Hex;

/** @returns `key`, which is shown once, and what is stored of it */
export function makeApiKey(): { key: string; prefix: string; hash: string } {
  const random = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  const key = API_KEY_PREFIX + random.toBase64({ alphabet: "base64url", omitPadding: true });
  return { key, prefix: key.slice(0, PREFIX_LENGTH), hash: hashApiKey(key) };
}
