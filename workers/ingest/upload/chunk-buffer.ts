/** Buffers the beginning of a row that spans several chunks of the body. A row over the limit is not kept. */
import { joinBytes } from "../../../shared/bytes.ts";

/** Far above the largest job page seen; several copies of a row are in memory while it is parsed. */
export const MAX_ROW_BYTES = 1024 * 1024;

export class ChunkBuffer {
  #pieces: Uint8Array[] = [];
  #bytes = 0;

  push(piece: Uint8Array): void {
    this.#bytes += piece.length;
    if (this.#bytes > MAX_ROW_BYTES) this.#pieces = [];
    else this.#pieces.push(piece.slice());
  }

  get isEmpty(): boolean {
    return this.#bytes === 0;
  }

  /** @returns the whole row, its last piece included; null when the row is over the limit */
  end(last: Uint8Array): Uint8Array | null {
    const pieces = this.#pieces;
    const bytes = this.#bytes + last.length;
    this.#pieces = [];
    this.#bytes = 0;
    if (bytes > MAX_ROW_BYTES) return null;
    if (bytes === last.length) return last;
    return joinBytes([...pieces, last]);
  }
}
