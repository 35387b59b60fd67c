/** Decodes an uploaded text file, in the encodings that spreadsheet programs write. */
import { fieldError } from "../../../shared/errors/validation.ts";

/** First bytes of files that are no text, and how the answer names them. */
const NO_TEXT: readonly (readonly [name: string, bytes: readonly number[]])[] = [
  // An .xlsx file is a ZIP archive.
  ["an Excel workbook (.xlsx)", [0x50, 0x4b, 0x03, 0x04]],
  ["an Excel workbook (.xls)", [0xd0, 0xcf, 0x11, 0xe0]],
  ["a gzip file", [0x1f, 0x8b]],
  ["a PDF file", [0x25, 0x50, 0x44, 0x46]],
];
const BOMS: readonly (readonly [encoding: string, bytes: readonly number[]])[] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

const beginsWith = (bytes: Uint8Array, first: readonly number[]) =>
  first.every((byte, at) => bytes[at] === byte);

function decode(encoding: string, bytes: Uint8Array): string | null {
  try {
    // `ignoreBOM: false` removes a byte order mark.
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return null;
  }
}

/**
 * Decodes by the byte order mark; without one as UTF-8, else as GB18030, which contains GBK: Excel on Chinese Windows
 * saves “CSV” so.
 * @throws ApiError validation_failed when the bytes are a workbook or no text
 */
export function decodeText(buffer: ArrayBuffer): string {
  const bytes = new Uint8Array(buffer);
  const noText = NO_TEXT.find(([, first]) => beginsWith(bytes, first));
  if (noText)
    throw fieldError("body", `is ${noText[0]}, not a text file; save it as “CSV UTF-8” and send that file`);
  const marked = BOMS.find(([, first]) => beginsWith(bytes, first));
  const encodings = marked ? [marked[0]] : ["utf-8", "gb18030"];
  for (const encoding of encodings) {
    const text = decode(encoding, bytes);
    // UTF-16 without its mark is valid UTF-8 full of NUL characters.
    if (text !== null && !text.includes("\0")) return text;
  }
  throw fieldError("body", "is not text in UTF-8, GBK or UTF-16 with its mark; save the file as “CSV UTF-8”");
}
