/** Lines of an uploaded NDJSON text, each as soon as it is whole. */
import { Carry } from "./carry.ts";

const NEWLINE = 0x0a;

export interface LineScanner {
  /** @param line gets the bytes of each line that ends in `chunk`, without its end, null for one over MAX_ROW_BYTES; they stand until it returns */
  push(chunk: Uint8Array, line: (bytes: Uint8Array | null) => void): void;
  /** The last line may come without an end. */
  end(line: (bytes: Uint8Array | null) => void): void;
}

export function scanLines(): LineScanner {
  const carry = new Carry();
  return {
    push(chunk, line) {
      let from = 0;
      for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
        line(carry.end(chunk.subarray(from, at)));
        from = at + 1;
      }
      if (from < chunk.length) carry.push(chunk.subarray(from));
    },
    end(line) {
      if (!carry.isEmpty) line(carry.end(new Uint8Array()));
    },
  };
}
