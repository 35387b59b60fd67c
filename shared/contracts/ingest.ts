/**
 * The way of rows into ClickHouse.
 * `accept`: rows are parsed, laid down in the spool (R2) and registered with the IngestLedger; only then is
 * a page "stored" and may its checkpoint move (X3, X8). The consumer freezes groups of batches, inserts each
 * group once per table under a deduplication token, marks SeenIndex and confirms.
 */
import type { Channel, DataType, FilterDimension, Platform } from "./platform.ts";

export interface IngestBatch {
  /** UUID, or any stable id of the sender; sending the same id again changes nothing. */
  batch_id: string;
  platform: Platform;
  channel: Channel;
  data_type: DataType;
  /** Rows as the platform sent them. */
  rows: unknown[];
  /** Which run they come from; null for rows posted from outside a run. */
  run: { keyword_id: string; run_id: string; keyword: string; city: string } | null;
  /** `edge`, or the node's id. */
  source: string;
  request_id: string;
  /** Unix ms at which the rows were fetched. */
  collected_at: number;
  /** Filters that the search was split by; left out where nobody knows, as for uploads. */
  filters?: readonly FilterDimension[];
  /** Set for a part of an upload; see `UploadPart`. */
  upload?: UploadPart;
}

/**
 * How everybody outside the ledger names the rows of a batch: receipts, dead letters, pushes and the rows in ClickHouse
 * carry these three. A page that the edge crawled is an upload of one part, whose id is the batch's.
 */
export interface UploadIds {
  /** Made by us, one for each request with rows. */
  upload_id: string;
  /** Piece of the upload, from 0. */
  part: number;
  /** Id that the sender gave its upload (`batch_id`); null when it gave none, and for what the edge crawled. */
  sender_batch_id: string | null;
}

/**
 * An upload through the API may be cut into several batches, its parts. They count only once all are registered
 * together: a part that was written before its upload broke off is no batch.
 */
export interface UploadPart {
  /** Id of the upload. */
  id: string;
  /** From 0. */
  part: number;
  /** Index in the upload of the part's first row. */
  offset: number;
  /** Address it came from. */
  ip: string;
}

export interface InvalidRow {
  /** Index in `rows`. */
  index: number;
  field: string;
  reason: string;
  /** Line of the row in an NDJSON body, from 1. */
  line?: number;
}

/** Rows of a batch that were left out for one reason. */
export interface ProblemGroup {
  field: string;
  reason: string;
  /** Indexes of the rows, as `0-3,7`. */
  rows: string;
  /** Lines of the same rows, for rows that came as lines; absent in groups stored before lines were kept. */
  lines?: string;
}

export interface AcceptResult {
  batch_id: string;
  /** The batch was here before; nothing was written again. */
  replayed: boolean;
  received: number;
  /** Rows with a key, in order of `rows`: key and content hash. */
  entries: { index: number; key: string; hash: string }[];
  invalid: InvalidRow[];
  /** The batch is far off its baseline: it waits for a person and is not stored before. */
  quarantined: boolean;
}

/** Per-platform totals of the IngestLedger since it began. */
export interface IngestTotals {
  batches: number;
  received: number;
  inserted: number;
  changed: number;
  /** Rows already stored with the same content, or repeated inside a group. */
  duplicates: number;
  invalid: number;
}

export interface IngestStatus {
  /** Batches durable but not yet in ClickHouse. */
  waiting_batches: number;
  waiting_rows: number;
  oldest_waiting_at: number | null;
  dead_batches: number;
  /** Batches that wait for a person, and their rows. */
  quarantined_batches: number;
  quarantined_rows: number;
  last_error: string | null;
  by_platform: Partial<Record<Platform, IngestTotals>>;
}
