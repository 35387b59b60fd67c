/** What turns rows into the bytes of a file. */
import type { Cell, ExportColumn } from "../columns.ts";

/** Rows that came together; the bytes of a file do not depend on where one block ends. */
export type Rows = readonly (readonly Cell[])[];

/** A format whose file can be begun in one run and continued in another: each row has bytes of its own. */
export interface LineFormat {
  /** What stands before the first row. */
  head(columns: readonly ExportColumn[]): string;
  line(row: readonly Cell[], columns: readonly ExportColumn[]): string;
}

const encoder = new TextEncoder();
export const encode = (text: string): Uint8Array => encoder.encode(text);

/** A UTF-16 unit takes at most this many bytes of UTF-8. */
const MAX_BYTES_PER_UNIT = 3;
/** Bytes that a text takes at most. */
export const maxBytes = (text: string): number => text.length * MAX_BYTES_PER_UNIT;
/** Writes a text into a buffer that has `maxBytes` free. @returns the number of its bytes */
export const encodeInto = (text: string, buffer: Uint8Array): number =>
  encoder.encodeInto(text, buffer).written;

/**
 * The text of a number. V8 remembers the text of each number that it writes as `${number}` or by `String`, which fills its old
 * generation: of a million rows a hundred MB. JSON.stringify writes the same text and remembers nothing.
 */
export const numberText = (value: number): string => JSON.stringify(value);
