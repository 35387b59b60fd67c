/** The formats by name, and the files that are written as one whole. */
import type { ExportFormat } from "../../../shared/contracts/exports.ts";
import type { ExportColumn } from "../columns.ts";
import { rowMask } from "../mask-rows.ts";
import type { ExportSource, Stage } from "../source.ts";
import { csv } from "./csv.ts";
import type { LineFormat, Rows } from "./format.ts";
import { jsonLines } from "./json-lines.ts";
import { addComments } from "./parquet-comments.ts";
import { xlsxStream } from "./xlsx.ts";

export const LINE_FORMATS: Readonly<Record<ExportFormat, LineFormat | null>> = {
  csv,
  jsonl: jsonLines,
  parquet: null,
  xlsx: null,
};

export interface WholeFileReport {
  /** Rows that were taken from the source so far. */
  rows: number;
  cutCells: number;
}

/** @param masked for a workbook; a Parquet file is made of a copy that is masked already */
export async function wholeFile(
  source: ExportSource,
  stage: Stage,
  {
    format,
    masked,
    rowCount,
    columns,
    report,
  }: {
    format: ExportFormat;
    masked: boolean;
    rowCount: number;
    columns: readonly ExportColumn[];
    report: WholeFileReport;
  },
): Promise<ReadableStream<Uint8Array>> {
  if (format === "parquet") return (await source.parquet(stage)).pipeThrough(addComments(columns));
  const mask = masked ? rowMask(columns) : null;
  async function* blocks(): AsyncGenerator<Rows> {
    for await (const rows of source.rows(stage, null)) {
      yield rows.map((row) => (mask?.(row) ?? row).cells);
      report.rows += rows.length;
    }
  }
  return xlsxStream(blocks(), columns, { name: stage.subject, rowCount, report });
}
