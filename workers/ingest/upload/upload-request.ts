/** Request, answer and services of an upload. */
import type {
  IngestLedgerApi,
  UploadReceipt,
  UploadTotals,
} from "../../../shared/contracts/ingest-ledger.ts";
import type { Holding } from "../../../shared/contracts/keyword-ledger.ts";
import type { AcceptServices } from "../ingest-services.ts";
import type { UploadSlot } from "./admission.ts";

export interface Sender {
  /** Namespace of the ids that this sender chooses; contains no colon. */
  name: string;
  /** `node:` or `user:` and a name. */
  source: string;
  ip: string;
}

export interface UploadRequest {
  body: ReadableStream<Uint8Array> | null;
  gzip: boolean;
  format: "json" | "ndjson";
  /** Envelope members sent as query parameters. */
  query: object;
  idempotencyKey: string | null;
  sender: Sender;
  requestId: string;
  /** True when the sender waits until ClickHouse has stored the rows. */
  urgent: boolean;
}

export interface UploadServices extends AcceptServices {
  ledger: AcceptServices["ledger"] & Pick<IngestLedgerApi, "registerUpload" | "uploadReceipt">;
  /** @throws ApiError stale_lease, forbidden, not_found when the lease is not the sender's */
  checkLease(sender: Sender, lease: { keyword_id: string; fence: number }): Promise<Holding>;
}

export interface Received {
  replayed: boolean;
  receipt: UploadReceipt;
  /** Names of members of this request that mean nothing here. */
  ignored: string[];
}

/** The operations that senders of rows use. */
export interface Uploads {
  /** @throws ApiError; nothing of the upload is stored then */
  receive(request: UploadRequest, slot: UploadSlot): Promise<Received>;
  /** @param id chosen by the sender, or the upload's generated id */
  receipt(sender: string, id: string): Promise<UploadReceipt | null>;
  /** The uploads of a sender among these ids that it chose. */
  totals(sender: string, ids: string[]): Promise<UploadTotals[]>;
  /** Like `receipt`, but waits until the upload is stored or failed, at most `timeoutMs`. */
  wait(sender: string, id: string, timeoutMs: number): Promise<UploadReceipt | null>;
}
