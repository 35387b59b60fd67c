/** Reads a given number of bytes, or a response head, from a stream. */
import { joinBytes } from "../../shared/bytes.ts";

/** More than the head of any proxy's response. */
const MAX_HEAD_BYTES = 16_384;

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
    /** Reads a head up to and including the empty line. @throws Error for a head longer than the limit */
    async readHead(): Promise<string> {
      for (;;) {
        const text = new TextDecoder("latin1").decode(buffer);
        const end = text.indexOf("\r\n\r\n");
        if (end >= 0) {
          buffer = buffer.slice(end + 4);
          return text.slice(0, end);
        }
        if (buffer.length > MAX_HEAD_BYTES) throw new Error("the answer has no end");
        await more();
      }
    },
  };
}

export type ByteReader = ReturnType<typeof byteReader>;
