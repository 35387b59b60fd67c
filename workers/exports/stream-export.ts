/** Sends an export to the caller while it is made. */
import { createHash } from "node:crypto";
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

/**
 * Bytes that are sent at once; at most two such pieces are there at a time. What a piece leaves behind besides its bytes
 * stays until V8 collects all, and the bytes of some dozen until it next collects young objects: of 100,000 rows, pieces
 * of 16 KB left 8 MB of the first and pieces of 256 KB 10 MB of the second.
 */
const SENT_BYTES = 64 * 1024;

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

/** Copies pieces, which share a buffer, into new ones of one size, which belong to whoever takes them. */
async function* packed(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let pack = new Uint8Array(SENT_BYTES);
  let used = 0;
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length; ) {
      const taken = Math.min(piece.length - at, pack.length - used);
      pack.set(piece.subarray(at, at + taken), used);
      at += taken;
      used += taken;
      if (used < pack.length) continue;
      yield pack;
      pack = new Uint8Array(SENT_BYTES);
      used = 0;
    }
  }
  if (used > 0) yield pack.subarray(0, used);
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
  const hash = createHash("sha256");
  let bytes = 0;
  let ended = false;

  async function end(state: "done" | "failed" | "cancelled", error: string | null): Promise<void> {
    if (ended) return;
    ended = true;
    const at = clock.now();
    const sha256 = state === "done" ? hash.digest("hex") : null;
    const rowsDone = record.format === "parquet" && state === "done" ? (record.rowsTotal ?? 0) : report.rows;
    await store.end(record.id, state, {
      ...{ bytes, sha256, error, rowsDone, cutCells: report.cutCells, stage: null },
      ...{ finishedAt: at, updatedAt: at },
    });
    await dropTraces(services, record);
    logger.info("export.streamed", { export: record.id, state, rows: rowsDone, bytes });
  }
  const pieces = packed(await piecesOf(services, record, stage, report));
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await pieces.next();
        if (!done) {
          bytes += value.length;
          hash.update(value);
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
      const stopped = Promise.all([pieces.return(undefined), end("cancelled", null)]);
      services.inBackground(stopped);
      return stopped.then(() => undefined);
    },
  });
}
