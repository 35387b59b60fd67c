/**
 * Gives the memory of bytes back now: left to the garbage collector, megabytes that came one after the other are held
 * all at once, and an isolate has 128 MB for everything. Nobody may look at them any more.
 */
export function freeBytes(bytes: Uint8Array): void {
  const { buffer, length } = bytes;
  // Not when others may have a part of it; and the types name memory that is shared, which this never is.
  if (length === buffer.byteLength && buffer instanceof ArrayBuffer) buffer.transfer(0);
}
