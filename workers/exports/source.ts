/** Where the rows of exports come from; `clickhouse-source.ts` is the real one. */
import type { ExportSubject } from "../../shared/contracts/exports.ts";
import type { RowPosition } from "../db/export-schema.ts";
import type { Cell, ExportColumn } from "./columns.ts";

/** A copy of rows that does not change. */
export interface Stage {
  /** Unique for each copy that is made. */
  name: string;
  subject: ExportSubject;
  columns: readonly ExportColumn[];
}

export interface StagedRow {
  cells: Cell[];
  position: RowPosition;
}

/** Rows are kept as text: some thousand of them as objects would fill the memory of the Worker. */
export interface RowBatch {
  add(rows: readonly StagedRow[]): void;
  /** @param token identifies these rows: inserting them again does nothing */
  insert(token: string): Promise<void>;
}

export type ExportFilter = Record<string, unknown>;

export interface ExportSource {
  /** Rows that match now. */
  count(subject: ExportSubject, filter: ExportFilter): Promise<number>;
  /** Copies the rows that match now. @returns their number */
  stage(stage: Stage, filter: ExportFilter): Promise<number>;
  /** Blocks of the copy in its order, after a position. */
  rows(stage: Stage, after: RowPosition | null): AsyncIterable<StagedRow[]>;
  /** Begins a batch of changed rows for a copy of their own, of the same subject and columns. */
  batch(stage: Stage): RowBatch;
  /** Rows of one batch. */
  readonly batchRows: number;
  /** @returns the number of rows of a copy */
  size(stage: Stage): Promise<number>;
  /** The whole copy as a Parquet file. */
  parquet(stage: Stage): Promise<ReadableStream<Uint8Array>>;
  /** Deletes a copy; one that is not there is no error. */
  drop(stage: Pick<Stage, "name" | "subject">): Promise<void>;
}
