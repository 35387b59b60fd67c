/** Lines of an uploaded NDJSON text, each as soon as it is whole. */
const NEWLINE = 0x0a;

export interface LineScanner {
  /** @param line gets the bytes of each line that ends in `chunk`, without its end; they stand until it returns */
  push(chunk: Uint8Array, line: (bytes: Uint8Array) => void): void;
  /** The last line may come without an end. */
  end(line: (bytes: Uint8Array) => void): void;
}

export function scanLines(): LineScanner {
  let carry: Uint8Array[] = [];
  const whole = (piece: Uint8Array): Uint8Array => {
    if (carry.length === 0) return piece;
    const bytes = new Uint8Array(carry.reduce((sum, part) => sum + part.length, piece.length));
    let at = 0;
    for (const part of [...carry, piece]) {
      bytes.set(part, at);
      at += part.length;
    }
    carry = [];
    return bytes;
  };
  return {
    push(chunk, line) {
      let from = 0;
      for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
        line(whole(chunk.subarray(from, at)));
        from = at + 1;
      }
      if (from < chunk.length) carry.push(chunk.slice(from));
    },
    end(line) {
      if (carry.length > 0) line(whole(new Uint8Array()));
    },
  };
}
