/**
 * Excel workbooks, in pieces: a run that was killed goes on with the piece in which its last part ends. The rows of a
 * piece are packed together (zip.ts); what came before it is remembered in a few numbers.
 */
import { crc32 } from "node:zlib";
import { joinBytes } from "../../../shared/bytes.ts";
import type { SentOfPiece, WorkbookState } from "../../db/export-schema.ts";
import type { Cell, ExportColumn } from "../columns.ts";
import type { StagedRow } from "../source.ts";
import { encode, encodeInto, maxBytes } from "./format.ts";
import { rowWriter, SHEET_END, sheetHead, workbookFiles } from "./sheet-xml.ts";
import { zipContent, zipDirectory, zipEnd, zipHeader } from "./zip.ts";

/** Excel's limit of rows in a sheet is 2^20; the first one is the header. */
export const MAX_SHEET_ROWS = 1_048_575;
/** A sheet with more rows may hold more than the 4 GiB that a ZIP entry of the first kind can have. */
const ZIP64_FROM_ROWS = 500_000;
/** Bytes of XML of one piece: some hundred rows. A window of its own for each costs one part in a hundred. */
const PIECE_BYTES = 256 * 1024;

/** A piece ends where its buffer is full to this share, so that the next row fits. */
const FULL = 0.75;

export const NEW_WORKBOOK: WorkbookState = {
  position: null,
  rows: 0,
  cutCells: 0,
  sheetRows: 0,
  entries: [],
  open: null,
  bytes: 0,
};

export interface WorkbookOptions {
  name: string;
  columns: readonly ExportColumn[];
  /** Rows that the workbook has in all. */
  rowCount: number;
  cellsOf(row: StagedRow): Cell[];
  /** Rows of a sheet without its header; tests have small sheets. */
  maxSheetRows?: number;
  /** Bytes of XML of one piece; tests have small pieces. */
  pieceBytes?: number;
}

export interface WorkbookPiece {
  bytes: Uint8Array;
  /** The same piece can be written again from here. */
  before: WorkbookState;
  after: WorkbookState;
}

/** Rows are numbered from 1; the header is the first. */
const FIRST_ROW = 2;

/** @param rows that come after the position of `from`, in their order */
export async function* workbookPieces(
  rows: AsyncIterable<StagedRow[]>,
  {
    name,
    columns,
    rowCount,
    cellsOf,
    maxSheetRows = MAX_SHEET_ROWS,
    pieceBytes = PIECE_BYTES,
  }: WorkbookOptions,
  from: WorkbookState = NEW_WORKBOOK,
): AsyncGenerator<WorkbookPiece> {
  const zip64 = rowCount > ZIP64_FROM_ROWS;
  const writeRow = rowWriter(columns);
  /** State at the end of the last piece. */
  let state = from;
  /** Bytes that go into the archive as they are, behind `state`. */
  let ready: Uint8Array[] = [];
  const buffer = new Uint8Array(pieceBytes);
  /** Bytes of XML in the buffer, which are not packed. */
  let used = 0;
  let { sheetRows, rows: count, position, entries, open } = from;
  const report = { cutCells: from.cutCells };

  function packBytes(bytes: Uint8Array): void {
    if (open === null || bytes.length === 0) return;
    const { entry, packed } = zipContent(open, bytes);
    open = entry;
    ready.push(packed);
  }
  function pack(): void {
    packBytes(buffer.subarray(0, used));
    used = 0;
  }
  /** The XML of a piece is no text of its own, which would be a large object for V8. */
  function write(xml: string): void {
    const max = maxBytes(xml);
    if (max > buffer.length - used) pack();
    if (max > buffer.length) packBytes(encode(xml));
    else used += encodeInto(xml, buffer.subarray(used));
  }
  const readyBytes = () => ready.reduce((sum, { length }) => sum + length, 0);
  function piece(): WorkbookPiece {
    pack();
    const [first] = ready;
    const bytes = first && ready.length === 1 ? first : joinBytes(ready);
    ready = [];
    const before = state;
    const { cutCells } = report;
    state = { position, rows: count, cutCells, sheetRows, entries, open, bytes: before.bytes + bytes.length };
    return { bytes, before, after: state };
  }
  function begin(path: string): void {
    open = { path, at: state.bytes + readyBytes(), crc: 0, size: 0, packed: 0 };
    ready.push(zipHeader(path, zip64));
  }
  function end(): void {
    pack();
    if (open === null) return;
    const { entry, bytes } = zipEnd(open, zip64);
    entries = [...entries, entry];
    open = null;
    ready.push(bytes);
  }
  function beginSheet(): void {
    begin(`xl/worksheets/sheet${entries.length + 1}.xml`);
    write(sheetHead(columns));
    sheetRows = 0;
  }
  function endSheet(): void {
    write(SHEET_END);
    end();
  }

  for await (const block of rows) {
    for (const row of block) {
      if (open !== null && sheetRows === maxSheetRows) endSheet();
      if (open === null) beginSheet();
      write(writeRow(sheetRows + FIRST_ROW, cellsOf(row), report));
      sheetRows += 1;
      count += 1;
      position = row.position;
      // Rows that are longer than the buffer are packed at once.
      if (ready.length > 0 || used >= buffer.length * FULL) yield piece();
    }
  }
  if (open === null) beginSheet();
  endSheet();
  const sheets = entries.map(({ path }) => path);
  for (const [path, content] of workbookFiles(name, sheets)) {
    begin(path);
    write(content);
    end();
  }
  ready.push(...zipDirectory(entries, state.bytes + readyBytes(), zip64));
  yield piece();
}

export const sentOf = ({ bytes }: WorkbookPiece, consumed: number): SentOfPiece => ({
  bytes: consumed,
  crc: crc32(bytes.subarray(0, consumed)),
});
export const isSame = (piece: WorkbookPiece, sent: SentOfPiece): boolean =>
  sentOf(piece, sent.bytes).crc === sent.crc;
