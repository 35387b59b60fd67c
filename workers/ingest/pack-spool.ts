/**
 * Spool objects are stored compressed (Brotli, RFC 7932), which leaves a fifth to a tenth of the bytes to write, store and
 * read. Brotli at its lowest quality is faster than gzip at any.
 */
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import type { Clock } from "../../shared/clock.ts";
import { makeSpoolKey } from "../../shared/domain/spool-key.ts";
import type { PreparedBatch } from "./prepare.ts";
import { SpoolDamaged } from "./spool-header.ts";

/** A small window is enough, because repeated bytes are within some rows of each other. */
const WINDOW_BITS = 18;
/** Limit of the unpacked size, far above the largest object written; anything larger is not a spool object. */
const MAX_BYTES = 128_000_000;

/** @param body NDJSON, see spool-header.ts */
export const packSpool = (body: Uint8Array): Uint8Array =>
  brotliCompressSync(body, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MIN_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: WINDOW_BITS,
    },
  });

export interface SpoolObject {
  key: string;
  packed: Uint8Array;
  /** Unpacked size, which the limits of groups refer to. */
  bytes: number;
}

/**
 * Packs a batch under a unique key and releases the batch's buffer.
 * @returns null for a batch without a usable row
 */
export function spoolObject(
  { header, entries, body, release }: PreparedBatch,
  { clock, newId }: { clock: Clock; newId(): string },
): SpoolObject | null {
  const bytes = body.length;
  const packed = entries.length > 0 ? packSpool(body) : null;
  release();
  const copy = newId().replaceAll("-", "").slice(0, 12);
  return packed && { key: makeSpoolKey(header.batch_id, clock.now(), copy), packed, bytes };
}

/**
 * @returns plain bytes: a view of a line is made for every line of a group, and one of a Buffer takes five times as long
 * @throws SpoolDamaged
 */
export function unpackSpool(packed: Uint8Array): Uint8Array {
  try {
    const { buffer, byteOffset, length } = brotliDecompressSync(packed, { maxOutputLength: MAX_BYTES });
    return new Uint8Array(buffer, byteOffset, length);
  } catch {
    throw new SpoolDamaged("is not whole Brotli data");
  }
}
