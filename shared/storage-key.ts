/** A key that a blob store refuses, with the reason. */
export class BlobKeyError extends Error {
  constructor(reason: string) {
    super(`blob key ${reason}`);
    this.name = "BlobKeyError";
  }
}

/** R2 takes keys up to 1,024 bytes, a file name on disk up to 255: `%XX` escapes of one byte take three. */
const MAX_KEY_BYTES = 1024;
const MAX_SEGMENT_CHARS = 240;

/**
 * Splits a key into its escaped path segments; the same rules hold for every store, so that a key good at
 * the edge is good on a node's disk.
 * @returns one file-system-safe name per segment
 * @throws BlobKeyError empty, too long, or a segment that is empty, `.` or `..`
 */
export function keySegments(key: string): string[] {
  if (key === "") throw new BlobKeyError("is empty");
  if (!key.isWellFormed()) throw new BlobKeyError("is not well-formed text");
  if (new TextEncoder().encode(key).length > MAX_KEY_BYTES) {
    throw new BlobKeyError(`is longer than ${MAX_KEY_BYTES} bytes`);
  }
  return key.split("/").map((segment) => {
    if (segment === "") throw new BlobKeyError("holds an empty segment");
    if (segment === "." || segment === "..") throw new BlobKeyError(`holds the segment "${segment}"`);
    // encodeURIComponent leaves `*` and `'`, which some file systems refuse, and lets backslash and NUL through as %XX.
    const name = encodeURIComponent(segment).replaceAll("*", "%2A");
    if (name.length > MAX_SEGMENT_CHARS) {
      throw new BlobKeyError(`has a segment of over ${MAX_SEGMENT_CHARS} characters once escaped`);
    }
    return name;
  });
}
