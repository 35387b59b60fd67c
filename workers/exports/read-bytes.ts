/** One buffer takes all bytes of a stream: a new one for each piece waits as garbage, up to 64 MB of them, for V8. */
const BUFFER_BYTES = 32 * 1024;

/**
 * @param stream a byte stream; it is cancelled when the reader stops early
 * @returns pieces, each valid until the next one is asked for
 */
export async function* readBytes(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader({ mode: "byob" });
  try {
    for (let view = new Uint8Array(BUFFER_BYTES); ; ) {
      const { value, done } = await reader.read(view);
      if (done) return;
      yield value;
      view = new Uint8Array(value.buffer as ArrayBuffer);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
