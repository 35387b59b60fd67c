/** The formats by name. */
import type { ExportFormat } from "../../../shared/contracts/exports.ts";
import type { ExportRecord, WorkbookState } from "../../db/export-schema.ts";
import { shownCells } from "../mask-rows.ts";
import type { ExportSource, Stage } from "../source.ts";
import { csv } from "./csv.ts";
import type { LineFormat } from "./format.ts";
import { jsonLines } from "./json-lines.ts";
import { addComments } from "./parquet-comments.ts";
import { type WorkbookPiece, workbookPieces } from "./xlsx.ts";

export const LINE_FORMATS: Readonly<Record<ExportFormat, LineFormat | null>> = {
  csv,
  jsonl: jsonLines,
  parquet: null,
  xlsx: null,
};

/** The whole copy as a Parquet file, which the engine writes. @param stage with the columns that the file has */
export const parquetFile = async (source: ExportSource, stage: Stage): Promise<AsyncIterable<Uint8Array>> =>
  addComments(await source.parquet(stage), stage.columns);

/**
 * @param stage with the columns that the workbook has
 * @param from how far it was written
 */
export const workbook = (
  source: ExportSource,
  stage: Stage,
  record: ExportRecord,
  from?: WorkbookState,
): AsyncGenerator<WorkbookPiece> =>
  workbookPieces(
    source.rows(stage, from?.position ?? null),
    {
      name: stage.subject,
      columns: stage.columns,
      rowCount: record.rowsTotal ?? 0,
      cellsOf: shownCells(record),
    },
    from,
  );
