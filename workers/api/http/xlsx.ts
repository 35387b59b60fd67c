/**
 * Reads the first sheet of an Excel workbook as rows of cells. The file comes from anybody who may import: what it unpacks
 * to, its rows and its columns are bounded before it is read.
 */
import { type CellValue, streamXlsxRows } from "hucre/xlsx";
import { fieldError } from "../../../shared/errors/validation.ts";
import { MAX_ROWS } from "./csv.ts";

/** A workbook of 10,000 keywords unpacks to about 2 MB. */
const MAX_UNPACKED_BYTES = 20 * 1024 * 1024;
const MAX_ENTRIES = 500;
/** Columns A to Z; no file of ours has more. */
const MAX_COLUMNS = 26;

const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
/** The end record may be followed by a comment of this many bytes. */
const MAX_COMMENT_BYTES = 65_535;
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_BYTES = 46;
/** Stands for a size that is written elsewhere, because it does not fit: ZIP64. */
const ELSEWHERE = 0xffffffff;

const bad = (reason: string) => fieldError("body", reason);
const notAWorkbook = () => bad("is no Excel workbook (.xlsx) that can be read; save it again, or send CSV");
const tooLarge = () => bad(`unpacks to more than ${MAX_UNPACKED_BYTES} bytes`);

/**
 * Adds up what the archive's directory says that its files unpack to. The reader unpacks no file to more than that.
 * Source: APPNOTE.TXT of PKWARE, 4.3.12 and 4.3.16.
 * @throws ApiError validation_failed for what is no archive, or too large a one
 */
function checkArchive(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - END_BYTES;
  const first = Math.max(0, end - MAX_COMMENT_BYTES);
  while (end >= first && view.getUint32(end, true) !== END_SIGNATURE) end--;
  if (end < first) throw notAWorkbook();
  const entries = view.getUint16(end + 10, true);
  if (entries > MAX_ENTRIES) throw tooLarge();
  let at = view.getUint32(end + 16, true);
  let unpacked = 0;
  for (let entry = 0; entry < entries; entry++) {
    if (at + ENTRY_BYTES > bytes.length || view.getUint32(at, true) !== ENTRY_SIGNATURE) throw notAWorkbook();
    const packedSize = view.getUint32(at + 20, true);
    const size = view.getUint32(at + 24, true);
    // A file that says it is empty and is not would be unpacked without a bound.
    if (size === ELSEWHERE || packedSize === ELSEWHERE || (size === 0 && packedSize > 2))
      throw notAWorkbook();
    unpacked += size;
    if (unpacked > MAX_UNPACKED_BYTES) throw tooLarge();
    at +=
      ENTRY_BYTES +
      view.getUint16(at + 28, true) +
      view.getUint16(at + 30, true) +
      view.getUint16(at + 32, true);
  }
}

function textOf(value: CellValue | undefined): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return typeof value === "object" ? "" : String(value).trim();
}

/** A row of a sheet: its number as Excel shows it, and its cells as text. */
export interface SheetRow {
  line: number;
  cells: string[];
}

const RANGE = `A1:Z${MAX_ROWS + 2}`;

/**
 * @returns the rows of the first sheet that are not blank
 * @throws ApiError validation_failed when it can't be read, unpacks to too much, or has too many rows
 */
export async function readSheet(buffer: ArrayBuffer): Promise<SheetRow[]> {
  const bytes = new Uint8Array(buffer);
  checkArchive(bytes);
  const rows: SheetRow[] = [];
  try {
    for await (const { index, values } of streamXlsxRows(bytes, { range: RANGE })) {
      const cells = values.slice(0, MAX_COLUMNS).map(textOf);
      if (cells.some((cell) => cell !== "")) rows.push({ line: index + 1, cells });
    }
  } catch {
    // The reader's reasons are about XML and ZIP.
    throw notAWorkbook();
  }
  return rows;
}
