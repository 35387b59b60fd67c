import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** 51job's `sign` header: hex HMAC-SHA256 of path and query, exactly as in the URL. */
export function sign(pathAndQuery: string, key: string): string {
  return bytesToHex(hmac(sha256, utf8ToBytes(key), utf8ToBytes(pathAndQuery)));
}
