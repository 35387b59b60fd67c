/**
 * Spool objects lie packed (Brotli, RFC 7932) in the store: a fifth to a tenth of the bytes to write, keep and read.
 * At its lowest quality Brotli is faster than gzip at any.
 */
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
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

/** @throws SpoolDamaged */
export function unpackSpool(packed: Uint8Array): Uint8Array {
  try {
    return brotliDecompressSync(packed, { maxOutputLength: MAX_BYTES });
  } catch {
    throw new SpoolDamaged("is not whole Brotli data");
  }
}
