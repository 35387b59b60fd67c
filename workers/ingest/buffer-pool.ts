/**
 * Reuse and release of large buffers. An isolate has 128 MB, and the garbage collector is too late for megabytes that
 * come one after another.
 */

export interface BufferPool {
  /** @returns a buffer of at least `bytes` bytes, with arbitrary content */
  take(bytes: number): ArrayBuffer;
  /** Returns a buffer that nobody uses any more. */
  giveBack(buffer: ArrayBuffer): void;
}

/** Sizes are rounded up to this, so that a buffer fits the next object of about the same size. */
const STEP_BYTES = 256 * 1024;

/** @param keptBytes limit of the bytes kept for reuse */
export function createBufferPool(keptBytes: number): BufferPool {
  let free: ArrayBuffer[] = [];
  let freeBytes = 0;
  return {
    take(bytes) {
      const fits = free.filter(
        ({ byteLength }) => byteLength >= bytes && byteLength <= 2 * bytes + STEP_BYTES,
      );
      const known = fits.sort((a, b) => a.byteLength - b.byteLength)[0];
      if (!known) return new ArrayBuffer(Math.max(1, Math.ceil(bytes / STEP_BYTES)) * STEP_BYTES);
      free = free.filter((buffer) => buffer !== known);
      freeBytes -= known.byteLength;
      return known;
    },
    giveBack(buffer) {
      if (freeBytes + buffer.byteLength > keptBytes) return;
      free.push(buffer);
      freeBytes += buffer.byteLength;
    },
  };
}

/** Buffers for spool objects, one pool per isolate; it keeps a few. */
export const spoolBuffers = createBufferPool(12_000_000);

/** Frees the memory of bytes that nobody uses any more, without waiting for the garbage collector. */
export function releaseBytes(bytes: Uint8Array): void {
  const { buffer, length } = bytes;
  // Skip a view of a larger buffer, which others may use. The type check excludes shared memory.
  if (length === buffer.byteLength && buffer instanceof ArrayBuffer) buffer.transfer(0);
}
