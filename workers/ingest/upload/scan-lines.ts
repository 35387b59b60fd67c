/** Splits an uploaded NDJSON text into lines and passes each on as soon as it is complete. */
import { ChunkBuffer } from "./chunk-buffer.ts";

const NEWLINE = 0x0a;

export interface LineScanner {
  /**
   * @param line gets the bytes of each line that ends in `chunk`, without the newline, or null for a line over
   * MAX_ROW_BYTES; the bytes are valid until it returns
   */
  push(chunk: Uint8Array, line: (bytes: Uint8Array | null) => void): void;
  /** Passes on the last line, which may have no newline. */
  end(line: (bytes: Uint8Array | null) => void): void;
}

export function scanLines(): LineScanner {
  const buffer = new ChunkBuffer();
  return {
    push(chunk, line) {
      let from = 0;
      for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
        line(buffer.end(chunk.subarray(from, at)));
        from = at + 1;
      }
      if (from < chunk.length) buffer.push(chunk.subarray(from));
    },
    end(line) {
      if (!buffer.isEmpty) line(buffer.end(new Uint8Array()));
    },
  };
}
