/** Writes the file of a run to the bucket, part by part. */
import { EXPORT_CONTENT_TYPES, MAX_EXPORT_ROWS } from "../../shared/contracts/exports.ts";
import type { RowPosition, UploadedPart } from "../db/export-schema.ts";
import { fileKey } from "./files.ts";
import { encode, type LineFormat } from "./formats/format.ts";
import { LINE_FORMATS, wholeFile } from "./formats/formats.ts";
import { columnsToCopy, maskCopy, maskedRows, needsMaskedCopy, shownCells } from "./mask-rows.ts";
import { partUpload } from "./part-writer.ts";
import { ExportFails, type Run } from "./run.ts";

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
    throw new ExportFails(`filter: finds ${rowsTotal} rows; at most ${maxRows} are possible`);
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

/** Formats whose rows have bytes of their own go on after the last uploaded part, even inside a row. */
async function writeLines(run: Run, format: LineFormat): Promise<number> {
  const { files, source } = run.services;
  const { record, columns } = run;
  const uploadId = record.uploadId ?? (await files.begin(keyOf(run), EXPORT_CONTENT_TYPES[record.format]));
  if (record.uploadId === null) await run.save({ uploadId });
  const parts: UploadedPart[] = [...record.parts];
  const writer = partUpload(files, { key: keyOf(run), uploadId, parts }, record.skipBytes);
  let position: RowPosition | null = record.position;
  let rowsDone = record.rowsDone;
  /** Bytes after `position`. */
  let after = 0;
  const write = async (text: string) => {
    const bytes = encode(text);
    await writer.write(bytes, (consumed) =>
      run.progress({ parts: [...parts], position, rowsDone, skipBytes: after + consumed }),
    );
    after += bytes.length;
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

/** Formats whose file is one whole begin anew with each step; the copy of the rows makes it the same file. */
async function writeWhole(run: Run): Promise<number> {
  const { files, source } = run.services;
  const { record } = run;
  if (record.uploadId !== null) await files.abort(keyOf(run), record.uploadId);
  const uploadId = await files.begin(keyOf(run), EXPORT_CONTENT_TYPES[record.format]);
  await run.save({ uploadId, parts: [] });
  const report = { rows: 0, cutCells: 0 };
  const parts: UploadedPart[] = [];
  const writer = partUpload(files, { key: keyOf(run), uploadId, parts });
  const body = await wholeFile(source, run.stage, record, report);
  for await (const bytes of body) await writer.write(bytes, () => run.save({ rowsDone: report.rows }));
  await writer.end();
  // The engine counts its rows itself, in the file.
  const rowsDone = record.format === "parquet" ? (record.rowsTotal ?? 0) : report.rows;
  await run.enter("finish", { parts, rowsDone, cutCells: report.cutCells });
  return rowsDone;
}

export async function writeFile(run: Run): Promise<void> {
  const format = LINE_FORMATS[run.record.format];
  const rows = format ? await writeLines(run, format) : await writeWhole(run);
  if (rows !== run.record.rowsTotal)
    throw new ExportFails(`${rows} rows were written of ${run.record.rowsTotal} that were copied`);
}

/** Completes the file and reads it as it lies in the bucket: its hash says what a download gives. */
export async function finishFile(run: Run): Promise<{ bytes: number; sha256: string }> {
  const { files } = run.services;
  const { uploadId, parts } = run.record;
  if (uploadId === null) throw new ExportFails("the upload of the file is gone");
  let file = await files.read(keyOf(run));
  if (file === null) {
    await files.complete(keyOf(run), uploadId, parts);
    file = await files.read(keyOf(run));
  }
  if (file === null) throw new ExportFails("the file is not in the bucket");
  const digest = new crypto.DigestStream("SHA-256");
  await file.body.pipeTo(digest);
  return { bytes: file.bytes, sha256: new Uint8Array(await digest.digest).toHex() };
}
