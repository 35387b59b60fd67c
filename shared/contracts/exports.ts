/** Exports of postings and companies: what is asked for, and the words of their states. */
import { z } from "zod";

export const EXPORT_SUBJECTS = ["jobs", "companies"] as const;
export const ExportSubject = z.enum(EXPORT_SUBJECTS);
export type ExportSubject = z.infer<typeof ExportSubject>;

export const EXPORT_FORMATS = ["csv", "jsonl", "parquet", "xlsx"] as const;
export const ExportFormat = z.enum(EXPORT_FORMATS);
export type ExportFormat = z.infer<typeof ExportFormat>;

/** `stream`: sent to the caller while it is made; `file`: written to the bucket by a run, to be fetched later. */
export const ExportDelivery = z.enum(["stream", "file"]);
export type ExportDelivery = z.infer<typeof ExportDelivery>;

/**
 * `waiting`: no step of the run has begun; `running`; `done`; `failed`: the error says why; `cancelled`: by a person, or
 * by a browser that closed the connection; `expired`: the file was deleted after its time.
 */
export const ExportState = z.enum(["waiting", "running", "done", "failed", "cancelled", "expired"]);
export type ExportState = z.infer<typeof ExportState>;

/** States in which an export holds one of its owner's places. */
export const UNFINISHED_STATES = ["waiting", "running"] as const satisfies readonly ExportState[];

/**
 * What a run does, in this order: `stage` copies the rows that match now, `mask` hides contacts in the copy where the
 * engine writes the file, `write` uploads the file, `finish` completes and reads it again for its hash.
 */
export const EXPORT_PHASES = ["stage", "mask", "write", "finish"] as const;
export type ExportPhase = (typeof EXPORT_PHASES)[number];

/** Excel needs hundreds of MB for a larger workbook; the other formats are read by programs. */
export const MAX_EXPORT_ROWS: Readonly<Record<ExportFormat, number>> = {
  csv: 10_000_000,
  jsonl: 10_000_000,
  parquet: 10_000_000,
  xlsx: 2_000_000,
};
/** A stream that breaks has to begin again, so that more rows go through a file. */
export const MAX_STREAM_ROWS = 1_000_000;
/** Waiting and running exports of one person. */
export const MAX_UNFINISHED_EXPORTS = 3;
export const EXPORT_FILE_DAYS = 7;
export const MAX_LINK_HOURS = 168;

/** Excel workbooks, which are exported and imported. */
export const XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

export const EXPORT_CONTENT_TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: "text/csv; charset=utf-8",
  jsonl: "application/x-ndjson",
  parquet: "application/vnd.apache.parquet",
  xlsx: XLSX_TYPE,
};
