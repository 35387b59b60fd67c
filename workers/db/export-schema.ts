/** Exports: one row each, written when one begins, at each part of its file (8 MiB), and when it ends. */
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type {
  ExportDelivery,
  ExportFormat,
  ExportPhase,
  ExportState,
  ExportSubject,
} from "../../shared/contracts/exports.ts";
import { id, instant } from "./columns.ts";

/** Sort key of a row in the copy: the columns that `subjects.ts` names. */
export type RowPosition = (string | number)[];

/** A file of a ZIP archive. */
export interface ZipEntry {
  path: string;
  /** Offset of its header in the archive. */
  at: number;
  crc: number;
  /** Bytes before and after deflating. */
  size: number;
  packed: number;
}

/** How far a workbook is written. */
export interface WorkbookState {
  /** The last row that is in it; null before the first. */
  position: RowPosition | null;
  rows: number;
  cutCells: number;
  /** Rows of the sheet that is being written. */
  sheetRows: number;
  /** Sheets that are complete, and the one that is being written; null between two. */
  entries: ZipEntry[];
  open: ZipEntry | null;
  /** Bytes of the archive. */
  bytes: number;
}

/** What of a piece lies in the parts that the bucket has: the same piece must be written to go on behind it. */
export interface SentOfPiece {
  bytes: number;
  crc: number;
}
/** A part of a multipart upload that the bucket has confirmed. */
export interface UploadedPart {
  partNumber: number;
  etag: string;
  /** How far a workbook is, where its last part ends; only that part has it. */
  workbook?: { before: WorkbookState; sent: SentOfPiece };
}

export const exports = sqliteTable(
  "exports",
  {
    id: id(),
    subject: text("subject").$type<ExportSubject>().notNull(),
    format: text("format").$type<ExportFormat>().notNull(),
    delivery: text("delivery").$type<ExportDelivery>().notNull(),
    /** Names of the columns, in their order. */
    columns: text("columns", { mode: "json" }).$type<string[]>().notNull(),
    /** The API takes the filter in this form. */
    filter: text("filter", { mode: "json" }).$type<Record<string, unknown>>().notNull(),
    /** Recruiters' contacts are hidden, because the owner may not see them. */
    masked: integer("masked", { mode: "boolean" }).notNull(),
    ownerId: text("owner_id").notNull(),
    departmentId: text("department_id"),
    state: text("state").$type<ExportState>().notNull(),
    phase: text("phase").$type<ExportPhase>().notNull().default("stage"),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
    /** Name of the copy of the rows in ClickHouse; null before it is made and after it is dropped. */
    stage: text("stage"),
    /** The rows were copied at this time, and do not change afterwards. */
    asOf: instant("as_of"),
    /** Rows of the copy; null before it is made. */
    rowsTotal: integer("rows_total"),
    /** Rows masked or written so far in this phase. */
    rowsDone: integer("rows_done").notNull().default(0),
    /** The last row that is whole in the uploaded parts; null at the beginning. */
    position: text("position", { mode: "json" }).$type<RowPosition>(),
    /** Bytes after that row that are in the uploaded parts too. */
    skipBytes: integer("skip_bytes").notNull().default(0),
    uploadId: text("upload_id"),
    parts: text("parts", { mode: "json" }).$type<UploadedPart[]>().notNull().default([]),
    /** Steps since the last progress. */
    attempts: integer("attempts").notNull().default(0),
    /** Fence of the lock under which the row was last written: an older holder writes nothing. */
    fence: integer("fence").notNull().default(0),
    bytes: integer("bytes"),
    /** The hash of the file as it lies in the bucket or as it was sent, hex. */
    sha256: text("sha256"),
    /** Cells that were cut to what Excel can hold. */
    cutCells: integer("cut_cells").notNull().default(0),
    error: text("error"),
    finishedAt: instant("finished_at"),
    /** When the file is deleted; null without a file. */
    expiresAt: instant("expires_at"),
    /** SHA-256 of the link's token, hex; null without a link. */
    linkHash: text("link_hash"),
    linkExpiresAt: instant("link_expires_at"),
    /** Whoever made the link: it works as long as they may read the file themselves. */
    linkBy: text("link_by"),
    deletedAt: instant("deleted_at"),
  },
  (table) => [
    index("exports_created").on(table.createdAt, table.id),
    index("exports_state").on(table.state, table.updatedAt),
    index("exports_owner").on(table.ownerId, table.state),
    index("exports_link").on(table.linkHash),
  ],
);

export type ExportRecord = typeof exports.$inferSelect;
