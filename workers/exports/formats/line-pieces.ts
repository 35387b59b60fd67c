import type { StagedRow } from "../source.ts";
import { encode, encodeInto, maxBytes } from "./format.ts";

/** Lines are handed on together in pieces of at most this size. */
const PIECE_BYTES = 64 * 1024;

/**
 * @param head stands before the first line
 * @param lineOf is called for each row in its order; an empty text leaves the row out
 * @returns pieces, each valid until the next one is asked for
 */
export async function* linePieces(
  blocks: AsyncIterable<StagedRow[]>,
  head: string,
  lineOf: (row: StagedRow) => string,
): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(PIECE_BYTES);
  let used = encodeInto(head, buffer);
  for await (const rows of blocks) {
    for (const row of rows) {
      const line = lineOf(row);
      if (maxBytes(line) > buffer.length - used) {
        if (used > 0) yield buffer.subarray(0, used);
        used = 0;
      }
      if (maxBytes(line) > buffer.length) yield encode(line);
      else used += encodeInto(line, buffer.subarray(used));
    }
  }
  if (used > 0) yield buffer.subarray(0, used);
}
