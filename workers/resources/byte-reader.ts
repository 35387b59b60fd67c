/** Reads a socket by bytes. */
import { joinBytes } from "../../shared/bytes.ts";

/** Longer than any head of an answer that a proxy sends. */
const MOST_HEAD_BYTES = 16_384;

export function byteReader(stream: ReadableStream<Uint8Array>) {
  const reader = stream.getReader();
  let buffer = new Uint8Array();

  async function more(): Promise<void> {
    const { done, value } = await reader.read();
    if (done) throw new Error("the connection was closed");
    buffer = joinBytes([buffer, value]);
  }

  return {
    async read(size: number): Promise<Uint8Array> {
      while (buffer.length < size) await more();
      const bytes = buffer.slice(0, size);
      buffer = buffer.slice(size);
      return bytes;
    },
    /** Up to the empty line after a head. @throws Error for one that does not end */
    async readHead(): Promise<string> {
      for (;;) {
        const text = new TextDecoder("latin1").decode(buffer);
        const end = text.indexOf("\r\n\r\n");
        if (end >= 0) {
          buffer = buffer.slice(end + 4);
          return text.slice(0, end);
        }
        if (buffer.length > MOST_HEAD_BYTES) throw new Error("the answer has no end");
        await more();
      }
    },
  };
}

export type ByteReader = ReturnType<typeof byteReader>;
