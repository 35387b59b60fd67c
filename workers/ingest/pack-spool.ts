/**
 * Spool objects lie packed (Brotli, RFC 7932) in the store: a fifth to a tenth of the bytes to write, keep and read.
 * At its lowest quality Brotli is faster than gzip at any.
 */
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import type { Clock } from "../../shared/clock.ts";
import { makeSpoolKey } from "../../shared/domain/spool-key.ts";
import type { PreparedBatch } from "./prepare.ts";
import { SpoolDamaged } from "./spool-header.ts";

/** Bytes that say the same stand within some rows of each other. */
const WINDOW_BITS = 18;
/** Far above the largest object written; what claims to be larger is no spool object. */
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
  /** Unpacked: what the groups are measured by. */
  bytes: number;
}

/**
 * The object of a batch, under a key of its own; the batch's buffer is released.
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

/** @throws SpoolDamaged */
export function unpackSpool(packed: Uint8Array): Uint8Array {
  try {
    return brotliDecompressSync(packed, { maxOutputLength: MAX_BYTES });
  } catch {
    throw new SpoolDamaged("is not whole Brotli data");
  }
}
