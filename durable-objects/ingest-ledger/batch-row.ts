/** The row of a batch, and the receipt made of it. */
import type { ProblemGroup } from "../../shared/contracts/ingest.ts";
import type { BatchReceipt, BatchState } from "../../shared/contracts/ingest-ledger.ts";
import type { Channel, DataType, Platform } from "../../shared/contracts/platform.ts";
import { toUploadIds, type UploadColumns } from "./schema.ts";

export type BatchRow = UploadColumns & {
  seq: number;
  state: BatchState;
  platform: Platform;
  channel: Channel;
  data_type: DataType;
  spool_key: string | null;
  bytes: number;
  received: number;
  rows: number;
  problems: string | null;
  source: string;
  request_id: string;
  run_id: string | null;
  attempts: number;
  error: string | null;
  inserted: number;
  changed: number;
  duplicates: number;
  accepted_at: number;
  settled_at: number | null;
  row_offset: number;
  verdicts: string | null;
};

export const toReceipt = (row: BatchRow): BatchReceipt => ({
  batch_id: row.batch_id,
  ...toUploadIds(row),
  state: row.state,
  platform: row.platform,
  channel: row.channel,
  data_type: row.data_type,
  source: row.source,
  request_id: row.request_id,
  run_id: row.run_id,
  spool_key: row.spool_key,
  bytes: row.bytes,
  received: row.received,
  inserted: row.inserted,
  changed: row.changed,
  duplicates: row.duplicates,
  invalid: row.received - row.rows,
  problems: row.problems === null ? [] : (JSON.parse(row.problems) as ProblemGroup[]),
  attempts: row.attempts,
  error: row.error,
  accepted_at: row.accepted_at,
  settled_at: row.settled_at,
});
