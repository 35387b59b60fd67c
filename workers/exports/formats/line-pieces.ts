import type { StagedRow } from "../source.ts";
import { encode } from "./format.ts";

/** Lines are sent together in pieces of about this size. */
const PIECE_CHARS = 16 * 1024;

/**
 * @param head stands before the first line
 * @param lineOf is called for each row in its order; an empty text leaves the row out
 */
export async function* linePieces(
  blocks: AsyncIterable<StagedRow[]>,
  head: string,
  lineOf: (row: StagedRow) => string,
): AsyncGenerator<Uint8Array> {
  let text = head;
  for await (const rows of blocks) {
    for (const row of rows) {
      text += lineOf(row);
      if (text.length < PIECE_CHARS) continue;
      yield encode(text);
      text = "";
    }
  }
  if (text !== "") yield encode(text);
}
