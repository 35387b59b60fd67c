/** Exports as the API, the queue and the schedule use them; `create-exports.ts` builds it. */
import type { RecordReach } from "../../shared/contracts/access.ts";
import type { ExportFormat, ExportSubject } from "../../shared/contracts/exports.ts";
import type { ExportRecord } from "../db/export-schema.ts";
import type { ExportPosition } from "./export-store.ts";
import type { ExportFilter } from "./source.ts";

export interface WantedExport {
  subject: ExportSubject;
  format: ExportFormat;
  columns: string[];
  filter: ExportFilter;
  masked: boolean;
  ownerId: string;
  departmentId: string | null;
}

export interface Exports {
  /** Rows that match now. */
  count(subject: ExportSubject, filter: ExportFilter): Promise<number>;
  /** Begins a run that writes a file. */
  start(wanted: WantedExport, cause: string): Promise<ExportRecord>;
  /** Copies the rows and sends them. */
  stream(wanted: WantedExport): Promise<{ record: ExportRecord; body: ReadableStream<Uint8Array> }>;
  list(reach: RecordReach, limit: number, after?: ExportPosition): Promise<ExportRecord[]>;
  find(id: string): Promise<ExportRecord | null>;
  /** Ends a run. @throws ApiError invalid_state when it has ended */
  cancel(record: ExportRecord): Promise<ExportRecord>;
  /** Deletes an export with its file and its link; ends it first. */
  delete(record: ExportRecord): Promise<void>;
  /** Null when the file is gone. */
  read(record: ExportRecord): Promise<{ body: ReadableStream<Uint8Array>; bytes: number } | null>;
  /** Makes a link in place of the one before. @returns its token, which is stored nowhere */
  makeLink(record: ExportRecord, by: string, hours: number): Promise<{ token: string; expiresAt: number }>;
  revokeLink(record: ExportRecord): Promise<void>;
  /** The export of a link that has not expired. */
  findByLink(token: string): Promise<ExportRecord | null>;
  /** Runs one export, in the queue's consumer. */
  run(id: string, timeMs: number): Promise<void>;
  /** Wakes runs that stand still, and ends streams whose Worker is gone. @returns their number */
  resume(): Promise<{ woken: number; ended: number }>;
  /** Deletes files and records after their time. */
  cleanUp(at: number, dry?: boolean): Promise<{ files: number; records: number }>;
}
