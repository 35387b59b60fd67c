/**
 * The IngestLedger's log of uploads: a line for each upload, written with its batches and deleted once ClickHouse has
 * it. The lines that were answered stay together until then: a repeat exports the very same.
 */
import type { Channel, DataType, Platform } from "./platform.ts";

export interface LoggedUpload {
  seq: number;
  /** Unix ms. */
  at: number;
  ip: string;
  /** `node:…` or `user:…`. */
  source: string;
  platform: Platform;
  channel: Channel;
  data_type: DataType;
  upload_id: string;
  /** Id that the sender gave it; null when it gave none. */
  sender_batch_id: string | null;
  /** Pieces it was cut into; the three below are sums over them. */
  parts: number;
  received: number;
  invalid: number;
  /** Size of its spool objects, unpacked. */
  bytes: number;
}

export interface UploadLogPage {
  /** In order; none when all is exported. */
  uploads: LoggedUpload[];
  more: boolean;
}

export interface UploadLogApi {
  /** The first lines; until `uploadLogExported` the very same ones, whatever comes meanwhile. */
  uploadLog(most: number): Promise<UploadLogPage>;
  /** Deletes the lines up to this one. Repeating it changes nothing. */
  uploadLogExported(lastSeq: number): Promise<void>;
  /** When the first upload came that is not exported, Unix ms; null when all are. */
  oldestLoggedUpload(): Promise<number | null>;
  /** When the last upload came, exported or not, Unix ms; null when none came in the last 14 days. */
  newestUpload(): Promise<number | null>;
}
