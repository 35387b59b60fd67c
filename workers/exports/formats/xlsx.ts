/** Excel workbooks: numbers are numbers, times are dates on the clock of China, and texts are never formulas. */
import { type CellValue, writeXlsxStream } from "hucre/xlsx";
import type { Cell, ExportColumn } from "../columns.ts";
import { chinaClock } from "./china-time.ts";
import type { Rows } from "./format.ts";

/** Excel's limit of rows in a sheet is 2^20; the first one is the header. */
export const MAX_SHEET_ROWS = 1_048_575;
/** Excel's limit of characters in a cell: a workbook with a longer one is called damaged. */
export const MAX_CELL_CHARS = 32_767;
const CUT = "…";
/** A sheet with more rows may hold more than the 4 GiB that a ZIP entry of the first kind can have. */
const ZIP64_FROM_ROWS = 500_000;

const KINDS: Record<ExportColumn["kind"], { numFmt?: string; width: number }> = {
  text: { width: 24 },
  list: { width: 24 },
  number: { width: 12 },
  flag: { width: 8 },
  time: { width: 20, numFmt: "yyyy-mm-dd hh:mm:ss" },
  day: { width: 12, numFmt: "yyyy-mm-dd" },
};

export interface XlsxReport {
  /** Cells whose text was cut to Excel's limit. */
  cutCells: number;
}

function xlsxCell(value: Cell, kind: ExportColumn["kind"], report: XlsxReport): CellValue {
  if (value === null) return null;
  if (kind === "time") return chinaClock(value as number);
  if (kind === "day") return new Date(`${value as string}T00:00:00Z`);
  if (typeof value === "number" || typeof value === "boolean") return value;
  const text = (Array.isArray(value) ? value.join("|") : value).replaceAll("\r\n", "\n").toWellFormed();
  if (text.length <= MAX_CELL_CHARS) return text;
  report.cutCells += 1;
  return text.slice(0, MAX_CELL_CHARS - CUT.length).toWellFormed() + CUT;
}

/**
 * @param rowCount rows that `blocks` has in all
 * @param report is counted up while the bytes are read
 * @param maxSheetRows rows of a sheet without its header; for tests
 */
export function xlsxStream(
  blocks: AsyncIterable<Rows>,
  columns: readonly ExportColumn[],
  {
    name,
    rowCount,
    report,
    maxSheetRows = MAX_SHEET_ROWS,
  }: {
    name: string;
    rowCount: number;
    report: XlsxReport;
    maxSheetRows?: number;
  },
): ReadableStream<Uint8Array> {
  async function* rows(): AsyncGenerator<CellValue[]> {
    for await (const block of blocks)
      for (const row of block) yield columns.map(({ kind }, at) => xlsxCell(row[at] ?? null, kind, report));
  }
  return writeXlsxStream(rows(), {
    name,
    columns: columns.map((column) => ({ header: column.name, ...KINDS[column.kind] })),
    freezePane: { rows: 1 },
    maxRowsPerSheet: maxSheetRows + 1,
    zip64: rowCount > ZIP64_FROM_ROWS,
  });
}
