/** The formats by name, and the files that are written as one whole. */
import type { ExportFormat } from "../../../shared/contracts/exports.ts";
import type { ExportRecord } from "../../db/export-schema.ts";
import { shownCells } from "../mask-rows.ts";
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

/** @param stage with the columns that the file has */
export async function wholeFile(
  source: ExportSource,
  stage: Stage,
  record: ExportRecord,
  report: WholeFileReport,
): Promise<ReadableStream<Uint8Array>> {
  const { columns, subject: name } = stage;
  if (record.format === "parquet") return (await source.parquet(stage)).pipeThrough(addComments(columns));
  const cellsOf = shownCells(record);
  async function* blocks(): AsyncGenerator<Rows> {
    for await (const rows of source.rows(stage, null)) {
      yield rows.map(cellsOf);
      report.rows += rows.length;
    }
  }
  return xlsxStream(blocks(), columns, { name, rowCount: record.rowsTotal ?? 0, report });
}
