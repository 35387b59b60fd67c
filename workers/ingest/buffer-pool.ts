/**
 * Buffers used again and again: left to the garbage collector, those of several batches were held at once, and
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

/** For spool objects being made, of the isolate: each finds the buffer of one before it. Holds a few. */
export const spoolBuffers = createBufferPool(12_000_000);
