/**
 * Calls of IngestLedger: the truth about every accepted batch on its way into ClickHouse.
 *
 * A batch is `accepted` until its group ends: then it is `stored`, or `dead` when ClickHouse keeps refusing it, or
 * `discarded` when a person gave a dead one up. A batch that is far off its baseline is `quarantined` instead: a person
 * releases it, which makes it a group like any other, or drops it; a `dropped` one may still be released for as long as its
 * spool object is kept. A group holds the accepted batches up to one of them; those of a divided or replayed group are
 * `frozen`, and name it. A group never changes once it is frozen, so a retry inserts the same rows under the same token. At
 * most one group of a data type is held at a time: the verdicts of one group are marked before the next group asks for its
 * own.
 */
import type { IngestStatus, ProblemGroup, UploadIds, UploadPart } from "./ingest.ts";
import type { LedgerResult } from "./keyword-ledger.ts";
import type { Channel, DataType, Platform } from "./platform.ts";
import type { DeliveryLedgerApi } from "./push.ts";
import type { Decider, QualityVerdict, QuarantineDecision, QuarantineState } from "./quality.ts";
import type { UploadLogApi } from "./upload-log.ts";

const BATCH_STATES = ["accepted", "frozen", "stored", "dead", "discarded", "quarantined", "dropped"] as const;
export type BatchState = (typeof BATCH_STATES)[number];

/** What `accept` knows of a batch once its spool object is written. */
export interface NewBatch {
  batch_id: string;
  platform: Platform;
  channel: Channel;
  data_type: DataType;
  /** Null when no row was usable: there is nothing to insert, the batch is settled at once. */
  spool_key: string | null;
  /** Size of the spool object, bytes. */
  bytes: number;
  /** Rows the sender sent. */
  received: number;
  /** Rows with a key; `received - rows` were invalid. */
  rows: number;
  /** All invalid rows. */
  problems: ProblemGroup[];
  source: string;
  request_id: string;
  run_id: string | null;
  /** Null for a batch that the edge made. */
  upload: UploadPart | null;
  /** Set for a batch that is far off its baseline. */
  quality?: QualityVerdict | null;
}

/** An upload through the API: its parts become batches together, or none does. */
export interface NewUpload {
  /** Made by us. */
  upload_id: string;
  /** `sender:id`: the sender's name and the id that it chose, or ours. The same key again is the same upload. */
  sender_key: string;
  /** Id that the sender chose; null when it chose none. */
  sender_batch_id: string | null;
  /** What kind of rows, and the hex SHA-256 of the body: the same key again must bring the same. */
  digest: string;
  /** No linger: somebody waits for ClickHouse to have it. */
  urgent: boolean;
  /** Fence of the keyword's lease that the sender showed; left out without a lease. */
  fence?: number;
  /** At least one; `received: 0` and no spool object where there is no usable row. */
  parts: NewBatch[];
}

/** What a node's progress is checked against: all rows of one upload, whatever became of them since. */
export interface UploadTotals {
  /** Id that the sender chose. */
  id: string;
  /** Grows with every accepted upload. */
  seq: number;
  platform: Platform;
  data_type: DataType;
  run_id: string | null;
  fence: number | null;
  received: number;
  invalid: number;
  /** Some of the rows wait in quarantine, or were dropped. */
  quarantined: boolean;
}

/** `other-content`: the key stands for another body. `quarantine-full`: the sender's batches that wait are too many. */
export type UploadResult =
  | { ok: true; replayed: boolean }
  | { ok: false; code: "other-content" | "quarantine-full" };

/** What became of an upload. */
export interface UploadReceipt {
  upload_id: string;
  sender_batch_id: string | null;
  digest: string;
  /** The worst of its parts': dead, then quarantined, accepted, dropped, discarded and stored. */
  state: Exclude<BatchState, "frozen">;
  parts: (BatchReceipt & {
    /** Index in the upload of its first row. */
    offset: number;
    /** One letter per usable row once stored, packed (`shared/domain/run-length.ts`); null before. */
    verdicts: string | null;
  })[];
}

export interface RegisterResult {
  /** The id was known: nothing was written. */
  replayed: boolean;
  state: BatchState;
  /** Where the rows of the batch that counts are; the caller of a replay deletes its own copy. */
  spool_key: string | null;
}

/** Bounds of one group. A batch over the bounds makes a group by itself. */
export interface GroupLimits {
  rows: number;
  bytes: number;
  /** Each batch is one R2 read of the consumer. */
  batches: number;
}

/**
 * What the consumer asks for. An insert costs ClickHouse some 20 ms before its first row, so a group should be
 * large; the consumer holds one group, and the one read ahead packed. Its isolate was seen at 66 MB of the 128 MB
 * it may take (`npm run bench -- --only memory`), at 123 MB with uploads beside it (`--only load`).
 */
export const GROUP_LIMITS: GroupLimits = { rows: 10_000, bytes: 16_000_000, batches: 400 };

export interface GroupBatch {
  batch_id: string;
  sender_batch_id: string | null;
  spool_key: string;
  bytes: number;
  rows: number;
}

export interface FrozenGroup {
  /** Part of the deduplication token of every insert. */
  group_id: string;
  data_type: DataType;
  /** Grows with every taking of any group; a call with an old one changes nothing. */
  fence: number;
  lease_until: number;
  /** In order of acceptance. */
  batches: GroupBatch[];
  /** Saved by an earlier holder: one string per batch, one letter per entry (`VERDICT_LETTERS`). */
  selection: string[] | null;
  /** Spool keys of the batches that come next, to read ahead; no promise that they will. */
  next: string[];
}

/** Letters of a selection. `d`: the same key and content came earlier in the group. */
export const VERDICT_LETTERS = { n: "new", c: "changed", u: "unchanged", d: "duplicate" } as const;
export const VERDICTS = [
  "new",
  "changed",
  "unchanged",
  "duplicate",
] as const satisfies readonly (typeof VERDICT_LETTERS)[VerdictLetter][];
export type VerdictLetter = keyof typeof VERDICT_LETTERS;

export interface TakeAnswer {
  group: FrozenGroup | null;
  /** Without a group: when asking again makes sense, milliseconds; null when nothing waits. The ledger wakes the queue then. */
  wait_ms: number | null;
}

/** Rows of one stored batch by verdict; `duplicates` takes in the unchanged ones. */
export interface BatchCounts {
  inserted: number;
  changed: number;
  duplicates: number;
}

/** The counts of a batch, as the consumer confirms them. */
export interface ConfirmedBatch extends BatchCounts {
  /** One letter per row of its own, packed. */
  verdicts: string;
}

/** `unavailable`: not the data's fault, tried again for as long as it takes. `rejected`: ClickHouse refuses the rows. */
export type FailureKind = "unavailable" | "rejected";

/** Receipt of a batch (X7). */
export interface BatchReceipt extends BatchCounts, UploadIds {
  batch_id: string;
  state: BatchState;
  platform: Platform;
  channel: Channel;
  data_type: DataType;
  source: string;
  request_id: string;
  run_id: string | null;
  spool_key: string | null;
  bytes: number;
  received: number;
  invalid: number;
  problems: ProblemGroup[];
  /** Times ClickHouse refused this batch by itself. */
  attempts: number;
  error: string | null;
  accepted_at: number;
  /** When it was stored, died or was discarded; null while it waits. */
  settled_at: number | null;
}

/** A batch that was far off its baseline, with its place in the list. */
export type QuarantinedBatch = BatchReceipt & {
  seq: number;
  quality: QualityVerdict;
  /** The latest decision; null while it waits, and where the check only reported. */
  decision: QuarantineDecision | null;
};

export interface QuarantineFilter {
  state?: QuarantineState;
  platform?: Platform;
  /** Batches before this place are listed. */
  beforeSeq?: number;
}

/** A dead letter with its place in the list. */
export type DeadLetter = BatchReceipt & { seq: number };

export interface SpoolSurvey {
  /** Keys whose batch the ledger does not know. */
  unknown: string[];
  /** Keys nobody will read again: settled batches, and copies left by a replay. */
  spent: string[];
}

export interface IngestLedgerApi extends DeliveryLedgerApi, UploadLogApi {
  register(batch: NewBatch): Promise<RegisterResult>;
  takeGroup(holder: string, limits: GroupLimits): Promise<TakeAnswer>;
  /** Holders renew at half of the lease. */
  renewGroup(groupId: string, fence: number): Promise<LedgerResult<{ lease_until: number }>>;
  /** The first selection wins and is answered; every later one is dropped. */
  saveSelection(groupId: string, fence: number, selection: string[]): Promise<LedgerResult<string[]>>;
  /**
   * Confirming a confirmed group again changes nothing.
   * @param counts in the order of the group's batches
   * @param pushTo target of the group's data type: its batches wait for their push and keep their spool objects
   */
  confirm(
    groupId: string,
    fence: number,
    counts: ConfirmedBatch[],
    pushTo?: string | null,
  ): Promise<LedgerResult<null>>;
  /**
   * @param faultyBatchIds batches known to be at fault; without them a rejected group is halved until the fault
   * stands alone, and a batch refused alone INGEST_ATTEMPTS times becomes a dead letter
   */
  failGroup(
    groupId: string,
    fence: number,
    error: string,
    kind: FailureKind,
    faultyBatchIds?: string[],
  ): Promise<LedgerResult<{ wait_ms: number }>>;

  /** All parts of an upload at once. Repeating it changes nothing. */
  registerUpload(upload: NewUpload): Promise<UploadResult>;
  /** @param id the sender's own, or ours */
  uploadReceipt(sender: string, id: string): Promise<UploadReceipt | null>;
  /** The uploads of a sender among these ids that it chose. Pure read. */
  uploadTotals(sender: string, ids: string[]): Promise<UploadTotals[]>;
  /** As `uploadReceipt`, when its state is no longer `accepted` or `timeoutMs` are over. */
  waitForUpload(sender: string, id: string, timeoutMs: number): Promise<UploadReceipt | null>;
  receipt(batchId: string): Promise<BatchReceipt | null>;
  status(): Promise<IngestStatus>;
  /** Unix ms at which ClickHouse last confirmed rows; null when none is remembered. */
  newestStored(): Promise<number | null>;
  /** Newest first; older than `beforeSeq` when given. */
  listDead(limit: number, beforeSeq?: number): Promise<DeadLetter[]>;
  /** Puts dead letters in line again. @returns how many there were */
  replayDead(batchIds: string[]): Promise<number>;
  /** Gives dead letters up. @returns the spool keys that are now spent */
  discardDead(batchIds: string[]): Promise<string[]>;

  /** Batches that were far off, newest first. */
  listQuarantine(limit: number, filter?: QuarantineFilter): Promise<QuarantinedBatch[]>;
  quarantined(batchId: string): Promise<QuarantinedBatch | null>;
  /**
   * Puts quarantined and dropped batches on their way into ClickHouse; others are left as they are.
   * @returns ids of the batches released now
   */
  releaseQuarantined(batchIds: string[], decider: Decider): Promise<string[]>;
  /** Drops quarantined batches; their spool objects are kept until the clean-up. @returns ids of those dropped now */
  dropQuarantined(batchIds: string[], decider: Decider): Promise<string[]>;

  /** Compares spool keys with the books, for the sweep. */
  survey(spoolKeys: string[]): Promise<SpoolSurvey>;
  /** Where the last sweep ended; null starts over. */
  sweepCursor(): Promise<string | null>;
  saveSweepCursor(cursor: string | null): Promise<void>;
  /** Forgets stored and discarded batches settled before `before` (Unix ms), some thousand per call. */
  cleanUp(before: number): Promise<{ deleted: number; more: boolean }>;
  /** How many batches `cleanUp` would forget. */
  countSettled(before: number): Promise<number>;
}
