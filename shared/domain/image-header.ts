/**
 * Tells the type and size of an image by its first bytes, before anything decodes it: a small file may unpack to gigabytes.
 * Formats: PNG (https://www.w3.org/TR/png-3/), GIF89a, JPEG (ITU T.81, B.2.2), WebP (RFC 9649).
 */

export type ImageType = "image/png" | "image/jpeg" | "image/gif" | "image/webp";

export interface ImageHeader {
  type: ImageType;
  /** Pixels. */
  width: number;
  height: number;
}

const startsWith = (bytes: Uint8Array, start: readonly number[], at = 0): boolean =>
  start.every((byte, index) => bytes[at + index] === byte);
const ascii = (text: string): number[] => [...text].map((char) => char.charCodeAt(0));

/** @returns null for what is no whole header of one of the types */
export function imageHeader(bytes: Uint8Array): ImageHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (startsWith(bytes, [0x89, ...ascii("PNG\r\n"), 0x1a, 0x0a]) && startsWith(bytes, ascii("IHDR"), 12))
      return { type: "image/png", width: view.getUint32(16), height: view.getUint32(20) };
    if (startsWith(bytes, ascii("GIF87a")) || startsWith(bytes, ascii("GIF89a")))
      return { type: "image/gif", width: view.getUint16(6, true), height: view.getUint16(8, true) };
    if (startsWith(bytes, ascii("RIFF")) && startsWith(bytes, ascii("WEBP"), 8))
      return webpHeader(bytes, view);
    if (startsWith(bytes, [0xff, 0xd8, 0xff])) return jpegHeader(view);
  } catch (error) {
    // The bytes end before the header does.
    if (!(error instanceof RangeError)) throw error;
  }
  return null;
}

function webpHeader(bytes: Uint8Array, view: DataView): ImageHeader | null {
  const type = "image/webp";
  if (startsWith(bytes, ascii("VP8X"), 12)) {
    const uint24 = (at: number) => view.getUint16(at, true) + view.getUint8(at + 2) * 0x10000;
    return { type, width: uint24(24) + 1, height: uint24(27) + 1 };
  }
  if (startsWith(bytes, ascii("VP8L"), 12) && view.getUint8(20) === 0x2f) {
    const bits = view.getUint32(21, true);
    return { type, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (startsWith(bytes, ascii("VP8 "), 12) && startsWith(bytes, [0x9d, 0x01, 0x2a], 23))
    return { type, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  return null;
}

/** Markers of a frame, which holds the size: all of C0 to CF but the tables C4, C8 and CC. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

function jpegHeader(view: DataView): ImageHeader | null {
  let at = 2;
  for (;;) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    // Fill bytes may stand before a marker.
    if (marker === 0xff) at += 1;
    else if (isFrame(marker))
      return { type: "image/jpeg", height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    // The size comes before the first scan.
    else if (marker === 0xda || marker === 0xd9) return null;
    else at += 2 + view.getUint16(at + 2);
  }
}
