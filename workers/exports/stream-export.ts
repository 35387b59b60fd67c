/** Sends an export to the caller while it is made. */
import { keptMessageOf } from "../../shared/errors/message-of.ts";
import type { ExportRecord } from "../db/export-schema.ts";
import type { ExportServices } from "./export-services.ts";
import { LINE_FORMATS, parquetFile, workbook } from "./formats/formats.ts";
import { linePieces } from "./formats/line-pieces.ts";
import type { WorkbookPiece } from "./formats/xlsx.ts";
import { shownCells } from "./mask-rows.ts";
import { dropTraces } from "./run-export.ts";
import type { Stage } from "./source.ts";
import { columnsOf } from "./subjects.ts";

interface Report {
  rows: number;
  cutCells: number;
}

async function* bytesOf(pieces: AsyncIterable<WorkbookPiece>, report: Report): AsyncGenerator<Uint8Array> {
  for await (const { bytes, after } of pieces) {
    report.rows = after.rows;
    report.cutCells = after.cutCells;
    yield bytes;
  }
}

async function piecesOf(
  { source }: ExportServices,
  record: ExportRecord,
  stage: Stage,
  report: Report,
): Promise<AsyncIterable<Uint8Array>> {
  const format = LINE_FORMATS[record.format];
  if (record.format === "parquet") return parquetFile(source, stage);
  if (!format) return bytesOf(workbook(source, stage, record), report);
  const { columns } = stage;
  const cellsOf = shownCells(record);
  return linePieces(source.rows(stage, null), format.head(columns), (row) => {
    report.rows += 1;
    return format.line(cellsOf(row), columns);
  });
}

/**
 * @param record whose rows are copied
 * @returns the file; the stream errors when it can't be made whole, so that no browser takes a part for the file
 */
export async function streamExport(
  services: ExportServices,
  record: ExportRecord,
): Promise<ReadableStream<Uint8Array>> {
  const { store, clock, logger } = services;
  const report = { rows: 0, cutCells: 0 };
  const stage = {
    name: record.stage ?? "",
    subject: record.subject,
    columns: columnsOf(record.subject, record.columns),
  };
  const digest = new crypto.DigestStream("SHA-256");
  const hash = digest.getWriter();
  let bytes = 0;
  let ended = false;

  async function end(state: "done" | "failed" | "cancelled", error: string | null): Promise<void> {
    if (ended) return;
    ended = true;
    const at = clock.now();
    if (state === "done") await hash.close();
    else await hash.abort().catch(() => undefined);
    const sha256 = state === "done" ? new Uint8Array(await digest.digest).toHex() : null;
    const rowsDone = record.format === "parquet" && state === "done" ? (record.rowsTotal ?? 0) : report.rows;
    await store.end(record.id, state, {
      ...{ bytes, sha256, error, rowsDone, cutCells: report.cutCells, stage: null },
      ...{ finishedAt: at, updatedAt: at },
    });
    await dropTraces(services, record);
    logger.info("export.streamed", { export: record.id, state, rows: rowsDone, bytes });
  }
  // The digest rejects when it is aborted, which is not an error of its own.
  void digest.digest.catch(() => undefined);

  const pieces = (await piecesOf(services, record, stage, report))[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await pieces.next();
        if (!done) {
          bytes += value.length;
          await hash.write(value);
          controller.enqueue(value);
          return;
        }
        if (record.format !== "parquet" && report.rows !== record.rowsTotal)
          throw new Error(`${report.rows} rows were sent of ${record.rowsTotal}`);
        await end("done", null);
        controller.close();
      } catch (error) {
        await end("failed", keptMessageOf(error));
        controller.error(error);
      }
    },
    cancel() {
      const stopped = Promise.all([pieces.return?.(), end("cancelled", null)]);
      services.inBackground(stopped);
      return stopped.then(() => undefined);
    },
  });
}
