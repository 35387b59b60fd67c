/**
 * Ids of keywords: UUID version 8 (RFC 9562, section 5.8), from which the ledger of the keyword can be read.
 * 48 bits Unix milliseconds | version | 4 bits platform, 8 bits shard | variant | 62 random bits.
 * The order of the ids as text is their order in time, which keyset paging needs. The 4 bits of the platform are its
 * position in `PLATFORMS`.
 */
import type { Platform } from "../contracts/platform.ts";
import { PLATFORMS } from "../contracts/vocabulary.ts";

const hex = (value: number, width: number) => value.toString(16).padStart(width, "0");

/**
 * @param now Unix milliseconds
 * @param random 8 random bytes
 */
export function makeKeywordId(platform: Platform, shard: number, now: number, random: Uint8Array): string {
  const time = hex(now, 12);
  const place = hex(PLATFORMS.indexOf(platform), 1) + hex(shard, 2);
  const tail = Array.from(random.subarray(0, 8), (byte, index) =>
    hex(index === 0 ? (byte & 0x3f) | 0x80 : byte, 2),
  ).join("");
  return `${time.slice(0, 8)}-${time.slice(8)}-8${place}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}

/** @returns platform and shard of the ledger that the keyword belongs to; null when the text is not such an id */
export function placeOfKeyword(id: string): { platform: Platform; shard: number } | null {
  const match = /^[0-9a-f]{8}-[0-9a-f]{4}-8([0-9a-f])([0-9a-f]{2})-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.exec(id);
  const platform = PLATFORMS[Number.parseInt(match?.[1] ?? "f", 16)];
  return match?.[2] && platform ? { platform, shard: Number.parseInt(match[2], 16) } : null;
}
