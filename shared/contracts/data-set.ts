/** The published data set: its files, and the words of its snapshots. */
import { z } from "zod";
import { EXPORT_CONTENT_TYPES } from "./exports.ts";

/** `running`; `done`: published; `failed`: the error says why; `expired`: its files were deleted. */
export const SNAPSHOT_STATES = ["running", "done", "failed", "expired"] as const;
export type SnapshotState = (typeof SNAPSHOT_STATES)[number];

/** What a snapshot does, in this order; each step is one file or two, and is repeated whole after a crash. */
export const SNAPSHOT_STEPS = ["stage", "table", "postings", "changes", "describe"] as const;
export type SnapshotStep = (typeof SNAPSHOT_STEPS)[number];

/** Files of a snapshot, with their content types. */
export const DATA_SET_FILES = {
  "datapackage.json": "application/json",
  "jobs.parquet": EXPORT_CONTENT_TYPES.parquet,
  "job-postings.jsonl": EXPORT_CONTENT_TYPES.jsonl,
  "changes.jsonl": EXPORT_CONTENT_TYPES.jsonl,
} as const;
export type DataSetFileName = keyof typeof DATA_SET_FILES;
export const DataSetFileName = z.enum(Object.keys(DATA_SET_FILES) as [DataSetFileName, ...DataSetFileName[]]);

export interface DataSetFile {
  name: DataSetFileName;
  bytes: number;
  /** Hex. */
  sha256: string;
  /** Null for a file that has no rows. */
  rows: number | null;
}

/** Snapshots whose files are kept; a week each. */
export const KEPT_SNAPSHOTS = 8;
