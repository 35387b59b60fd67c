/** One buffer takes all bytes of a stream: a new one for each piece waits as garbage, up to 64 MB of them, for V8. */
const BUFFER_BYTES = 256 * 1024;
/**
 * A read waits until the buffer is full to this share. What each read of a stream leaves behind, however few bytes it
 * brought, stays until V8 collects all: read as they came, the packets of a file of 160 MB left 34 MB.
 */
const FULL = 0.5;

/** `min` is standard, and workerd has it; its types leave it out. */
interface FillingReader {
  read(
    view: Uint8Array<ArrayBuffer>,
    options: { min: number },
  ): Promise<{ done: boolean; value?: Uint8Array<ArrayBuffer> }>;
  cancel(): Promise<void>;
}

/**
 * @param stream a byte stream; it is cancelled when the reader stops early
 * @returns pieces, each valid until the next one is asked for
 */
export async function* readBytes(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader({ mode: "byob" }) as unknown as FillingReader;
  try {
    for (let view = new Uint8Array(BUFFER_BYTES); ; ) {
      const { value, done } = await reader.read(view, { min: BUFFER_BYTES * FULL });
      // By the standard the read that meets the end brings what was left before it; workerd brings that by itself.
      if (value && value.length > 0) yield value;
      if (done || !value) return;
      view = new Uint8Array(value.buffer);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
