/**
 * Buffers used again and again: left to the garbage collector, those of several groups were held at once, and
 * an isolate has 128 MB.
 */
export interface BufferPool {
  /** A buffer of at least so many bytes; what it holds is anything. */
  take(bytes: number): ArrayBuffer;
  /** Nobody may look at it any more. */
  giveBack(buffer: ArrayBuffer): void;
}

/** Sizes are rounded up to this, so that a buffer fits the next object of about the same size. */
const STEP_BYTES = 256 * 1024;

/** @param keptBytes most that is kept for the next taker */
export function createBufferPool(keptBytes: number): BufferPool {
  let free: ArrayBuffer[] = [];
  let held = 0;
  return {
    take(bytes) {
      const fits = free.filter(
        ({ byteLength }) => byteLength >= bytes && byteLength <= 2 * bytes + STEP_BYTES,
      );
      const known = fits.sort((a, b) => a.byteLength - b.byteLength)[0];
      if (!known) return new ArrayBuffer(Math.max(1, Math.ceil(bytes / STEP_BYTES)) * STEP_BYTES);
      free = free.filter((buffer) => buffer !== known);
      held -= known.byteLength;
      return known;
    },
    giveBack(buffer) {
      if (held + buffer.byteLength > keptBytes) return;
      free.push(buffer);
      held += buffer.byteLength;
    },
  };
}

/**
 * For spool objects, of the isolate: what is written and what is read by one event after another finds the
 * buffers of those before it. Holds a group of the consumer and a few parts of uploads.
 */
export const spoolBuffers = createBufferPool(30_000_000);
