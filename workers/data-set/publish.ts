/** Makes a snapshot of the data set, step by step; each step may be repeated. */
import { createHash } from "node:crypto";
import {
  DATA_SET_FILES,
  type DataSetFile,
  type DataSetFileName,
  SNAPSHOT_STEPS,
  type SnapshotStep,
} from "../../shared/contracts/data-set.ts";
import { jobPosting, type PostingFacts } from "../../shared/domain/job-posting.ts";
import type { Snapshot } from "../db/data-set-schema.ts";
import type { UploadedPart } from "../db/export-schema.ts";
import type { ExportFiles } from "../exports/files.ts";
import { encode } from "../exports/formats/format.ts";
import { parquetFile } from "../exports/formats/formats.ts";
import { linePieces } from "../exports/formats/line-pieces.ts";
import { maskCopy, rowMask } from "../exports/mask-rows.ts";
import { partUpload } from "../exports/part-writer.ts";
import { readBytes } from "../exports/read-bytes.ts";
import type { ExportSource, Stage, StagedRow } from "../exports/source.ts";
import { dataPackage } from "./data-package.ts";
import { PUBLISHED_COLUMNS } from "./published-columns.ts";
import type { SnapshotRows } from "./snapshot-rows.ts";

export interface PublishServices {
  source: ExportSource;
  files: ExportFiles;
  rows: SnapshotRows;
  clock: { now(): number };
}

export const dataSetKey = (day: string, file: DataSetFileName): string => `data-set/${day}/${file}`;

const stageOf = ({ stage: name }: Snapshot): Stage => {
  if (name === null) throw new Error("the copy of the rows is gone");
  return { name, subject: "jobs", columns: PUBLISHED_COLUMNS };
};

type Pieces = AsyncIterable<Uint8Array>;

/** Writes a file in place of what an earlier try left. */
async function writeFile(
  { files }: PublishServices,
  day: string,
  name: DataSetFileName,
  pieces: Pieces,
): Promise<Omit<DataSetFile, "rows">> {
  const key = dataSetKey(day, name);
  const uploadId = await files.begin(key, DATA_SET_FILES[name]);
  const parts: UploadedPart[] = [];
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    const writer = partUpload(files, { key, uploadId, parts });
    for await (const piece of pieces) {
      bytes += piece.length;
      hash.update(piece);
      await writer.write(piece);
    }
    await writer.end();
    await files.complete(key, uploadId, parts);
  } catch (error) {
    await files.abort(key, uploadId);
    throw error;
  }
  return { name, bytes, sha256: hash.digest("hex") };
}

/** Copies the rows, and hides contacts in the copy that everything else is made of. */
async function stageRows(services: PublishServices, { day, stage: before }: Snapshot) {
  const { source, clock } = services;
  if (before !== null) await source.drop({ name: before, subject: "jobs" });
  const asOf = clock.now();
  const open: Stage = { name: `data-set-${day}.${asOf}`, subject: "jobs", columns: PUBLISHED_COLUMNS };
  const masked = { ...open, name: `${open.name}.masked` };
  try {
    const rows = await source.stage(open, {});
    const mask = rowMask(open.columns);
    const written = await maskCopy(source, { from: open, to: masked }, (block) => block.map(mask));
    if (written !== rows) throw new Error(`${written} rows were masked of ${rows}`);
    return { stage: masked.name, asOf, rows };
  } finally {
    await source.drop(open);
  }
}

const names = PUBLISHED_COLUMNS.map(({ name }) => name);

const factsOf = ({ cells }: StagedRow): PostingFacts =>
  Object.fromEntries(names.map((name, at) => [name, cells[at] ?? null])) as unknown as PostingFacts;

/** @param count is raised by each line */
const postingLines = (source: ExportSource, stage: Stage, count: { rows: number }): Pieces =>
  linePieces(source.rows(stage, null), "", (row) => {
    const posting = jobPosting(factsOf(row));
    if (posting === null) return "";
    count.rows += 1;
    return `${JSON.stringify(posting)}\n`;
  });

async function* only(text: string): Pieces {
  yield encode(text);
}

type Change = Partial<
  Pick<Snapshot, "stage" | "asOf" | "rows" | "added" | "changed" | "gone" | "previousDay" | "files">
>;

/**
 * @param previousDay finds the snapshot before that is published; null for the first one
 * @returns what the snapshot has after the step
 */
export async function takeStep(
  services: PublishServices,
  snapshot: Snapshot,
  previousDay: () => Promise<string | null>,
): Promise<Change> {
  const { source, rows } = services;
  const { day } = snapshot;
  const withFile = (file: DataSetFile) => ({
    files: [...snapshot.files.filter(({ name }) => name !== file.name), file],
  });
  const steps: Record<SnapshotStep, () => Promise<Change>> = {
    stage: async () => {
      const previous = await previousDay();
      return { ...(await stageRows(services, snapshot)), previousDay: previous, files: [] };
    },
    table: async () => {
      const pieces = await parquetFile(source, stageOf(snapshot));
      return withFile({ ...(await writeFile(services, day, "jobs.parquet", pieces)), rows: snapshot.rows });
    },
    postings: async () => {
      const count = { rows: 0 };
      const lines = postingLines(source, stageOf(snapshot), count);
      const file = await writeFile(services, day, "job-postings.jsonl", lines);
      return withFile({ ...file, rows: count.rows });
    },
    changes: async () => {
      await rows.keep(day, stageOf(snapshot).name);
      const counted = await rows.counts(day, snapshot.previousDay);
      if (snapshot.previousDay === null) return counted;
      const lines = readBytes(await rows.changes(day, snapshot.previousDay));
      const file = await writeFile(services, day, "changes.jsonl", lines);
      const { added, changed, gone } = counted;
      return { ...counted, ...withFile({ ...file, rows: added + changed + gone }) };
    },
    describe: async () => {
      const { asOf, rows: rowCount, added, changed, gone, files } = snapshot;
      const changes = { added: added ?? 0, changed: changed ?? 0, gone: gone ?? 0 };
      const described = dataPackage({
        day,
        asOf: asOf ?? 0,
        rows: rowCount ?? 0,
        previousDay: snapshot.previousDay,
        changes,
        files,
        columns: PUBLISHED_COLUMNS,
      });
      const text = only(JSON.stringify(described, null, 2));
      const file = await writeFile(services, day, "datapackage.json", text);
      await source.drop(stageOf(snapshot));
      return { ...withFile({ ...file, rows: null }), stage: null };
    },
  };
  return steps[snapshot.step]();
}

/** @returns null after the last one */
export const nextStep = (step: SnapshotStep): SnapshotStep | null =>
  SNAPSHOT_STEPS[SNAPSHOT_STEPS.indexOf(step) + 1] ?? null;
