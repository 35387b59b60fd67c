/** Writes the file of a run to the bucket, part by part. */
import { createHash } from "node:crypto";
import { EXPORT_CONTENT_TYPES, MAX_EXPORT_ROWS } from "../../shared/contracts/exports.ts";
import type { RowPosition, UploadedPart } from "../db/export-schema.ts";
import { StepFails } from "../step.ts";
import { fileKey } from "./files.ts";
import type { LineFormat } from "./formats/format.ts";
import { LINE_FORMATS, parquetFile, workbook } from "./formats/formats.ts";
import { isSame, NEW_WORKBOOK, sentOf } from "./formats/xlsx.ts";
import { columnsToCopy, maskCopy, maskedRows, needsMaskedCopy, shownCells } from "./mask-rows.ts";
import { partUpload } from "./part-writer.ts";
import { readBytes } from "./read-bytes.ts";
import type { Run } from "./run.ts";

const keyOf = ({ record }: Run) => fileKey(record.id, record.format);

/** The first phase: copies the rows, so that what follows does not depend on what is stored meanwhile. */
export async function stageRows(run: Run): Promise<void> {
  const { source, clock } = run.services;
  const { record } = run;
  if (record.stage !== null) await source.drop({ name: record.stage, subject: record.subject });
  await run.save({ stage: run.newStageName() });
  const asOf = clock.now();
  const rowsTotal = await source.stage({ ...run.stage, columns: columnsToCopy(record) }, record.filter);
  const maxRows = MAX_EXPORT_ROWS[record.format];
  if (rowsTotal > maxRows)
    throw new StepFails(`filter: finds ${rowsTotal} rows; at most ${maxRows} are possible`);
  await run.enter(needsMaskedCopy(record) ? "mask" : "write", { asOf, rowsTotal });
}

export const maskedName = (stage: string) => `${stage}.masked`;

/** Makes a masked copy, because the engine can't mask. */
export async function maskRows(run: Run): Promise<void> {
  const { source } = run.services;
  const { record, stage } = run;
  const from = { ...stage, columns: columnsToCopy(record) };
  const to = { ...stage, name: maskedName(stage.name) };
  const rowsTotal = await maskCopy(
    source,
    { from, to, after: record.position },
    maskedRows(record),
    (position, rows) => run.progress({ position, rowsDone: run.record.rowsDone + rows }),
  );
  await run.enter("write", { stage: to.name, rowsTotal });
  await source.drop(from);
}

/** @returns the id of an upload that has no part yet */
async function beginUpload(run: Run): Promise<string> {
  const uploadId = await run.services.files.begin(keyOf(run), EXPORT_CONTENT_TYPES[run.record.format]);
  await run.save({ uploadId, parts: [] });
  return uploadId;
}

/** Formats whose rows have bytes of their own go on after the last uploaded part, even inside a row. */
async function writeLines(run: Run, format: LineFormat): Promise<number> {
  const { files, source } = run.services;
  const { record, columns } = run;
  const uploadId = record.uploadId ?? (await beginUpload(run));
  const parts: UploadedPart[] = [...record.parts];
  const writer = partUpload(files, { key: keyOf(run), uploadId, parts }, record.skipBytes);
  let position: RowPosition | null = record.position;
  let rowsDone = record.rowsDone;
  /** Bytes after `position`. */
  let after = 0;
  const write = async (text: string) => {
    after += await writer.writeText(text, (consumed) =>
      run.progress({ parts: [...parts], position, rowsDone, skipBytes: after + consumed }),
    );
  };
  if (position === null) await write(format.head(columns));
  const cellsOf = shownCells(record);
  for await (const rows of source.rows(run.stage, position)) {
    for (const row of rows) {
      await write(format.line(cellsOf(row), columns));
      position = row.position;
      rowsDone += 1;
      after = 0;
    }
  }
  await writer.end();
  await run.enter("finish", { parts, rowsDone });
  return rowsDone;
}

/**
 * A workbook goes on with the piece in which the last part ends, which is written again and left out as far as it was sent.
 * @throws StepFails when that piece is another one: then the file would be damaged
 */
async function writeWorkbook(run: Run): Promise<number> {
  const { files, source } = run.services;
  const { record } = run;
  const uploadId = record.uploadId ?? (await beginUpload(run));
  const known = record.parts.at(-1)?.workbook;
  const parts = record.parts.map(withoutWorkbook);
  const writer = partUpload(files, { key: keyOf(run), uploadId, parts }, known?.sent.bytes);
  let isChecked = known === undefined;
  let ended = known?.before ?? NEW_WORKBOOK;
  for await (const piece of workbook(source, run.stage, record, known?.before)) {
    if (!isChecked && known && !isSame(piece, known.sent))
      throw new StepFails("the workbook can't be gone on with: its rows are packed otherwise now");
    isChecked = true;
    await writer.write(piece.bytes, async (consumed) => {
      const { before } = piece;
      const last = parts.at(-1);
      if (!last) return;
      const saved = { ...last, workbook: { before, sent: sentOf(piece, consumed) } };
      await run.progress({
        parts: parts.with(-1, saved),
        rowsDone: before.rows,
        cutCells: before.cutCells,
      });
    });
    ended = piece.after;
  }
  await writer.end();
  await run.enter("finish", { parts, rowsDone: ended.rows, cutCells: ended.cutCells });
  return ended.rows;
}

const withoutWorkbook = ({ partNumber, etag }: UploadedPart): UploadedPart => ({ partNumber, etag });

/**
 * A Parquet file begins anew with each step, since the engine writes it in one go; the copy of the rows makes it the same
 * file. The engine's time limit bounds what is lost.
 */
async function writeParquet(run: Run): Promise<number> {
  const { files, source } = run.services;
  const { record } = run;
  if (record.uploadId !== null) await files.abort(keyOf(run), record.uploadId);
  const uploadId = await beginUpload(run);
  const parts: UploadedPart[] = [];
  const writer = partUpload(files, { key: keyOf(run), uploadId, parts });
  // The record is written at each part, so that nobody takes the run for one that stands still.
  for await (const bytes of await parquetFile(source, run.stage))
    await writer.write(bytes, () => run.save({}));
  await writer.end();
  // The engine counts its rows itself, in the file.
  const rowsDone = record.rowsTotal ?? 0;
  await run.enter("finish", { parts, rowsDone });
  return rowsDone;
}

export async function writeFile(run: Run): Promise<void> {
  const format = LINE_FORMATS[run.record.format];
  const write = () => (run.record.format === "parquet" ? writeParquet(run) : writeWorkbook(run));
  const rows = await (format ? writeLines(run, format) : write());
  if (rows !== run.record.rowsTotal)
    throw new StepFails(`${rows} rows were written of ${run.record.rowsTotal} that were copied`);
}

/** Completes the file and reads it as it lies in the bucket: its hash says what a download gives. */
export async function finishFile(run: Run): Promise<{ bytes: number; sha256: string }> {
  const { files } = run.services;
  const { uploadId, parts } = run.record;
  if (uploadId === null) throw new StepFails("the upload of the file is gone");
  let file = await files.read(keyOf(run));
  if (file === null) {
    await files.complete(keyOf(run), uploadId, parts);
    file = await files.read(keyOf(run));
  }
  if (file === null) throw new StepFails("the file is not in the bucket");
  const hash = createHash("sha256");
  for await (const bytes of readBytes(file.body)) hash.update(bytes);
  return { bytes: file.bytes, sha256: hash.digest("hex") };
}
