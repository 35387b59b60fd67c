/**
 * Push-on (A7): a stored batch is sent on to the target of its data type. The IngestLedger notes it in the
 * transaction that confirms the batch, so nothing is lost between stored and pushed; the batch's spool object stays
 * until its push is done or given up.
 */

import { DAY_MS } from "../time.ts";
import type { UploadIds } from "./ingest.ts";
import type { LedgerResult } from "./keyword-ledger.ts";
import type { Channel, DataType, Platform } from "./platform.ts";

/** After this long of tries a push is dead. */
export const PUSH_TRIES_MS = DAY_MS;

/** A push lent to a consumer. */
export interface TakenPush extends UploadIds {
  seq: number;
  /** Grows with each taking; an end told with an old one changes nothing. */
  fence: number;
  batchId: string;
  spoolKey: string;
  platform: Platform;
  channel: Channel;
  dataType: DataType;
}

/**
 * `released`: not tried. `target`: the target does not answer, or is overloaded: all its pushes wait. `batch`: it
 * answers and does not take this one. `lost`: it can never be sent.
 */
export type PushFailure = "released" | "target" | "batch" | "lost";

export type PushEnd =
  | { done: true }
  | { done: false; kind: PushFailure; error: string; retryAfterMs?: number | undefined };

/** What waits for one target. Times in Unix ms. */
export interface PushCount {
  targetId: string;
  waiting: number;
  oldestWaitingAt: number | null;
  dead: number;
  /** Since it was made. */
  pushed: number;
  lastPushedAt: number | null;
  /** Since when it has not answered; null while it does. */
  failingSince: number | null;
  /** When it is tried again; null while it answers. */
  nextTryAt: number | null;
  lastError: string | null;
}

/** A push that was tried for `PUSH_TRIES_MS`. */
export interface FailedPush extends TakenPush {
  received: number;
  bytes: number;
  attempts: number;
  error: string | null;
  createdAt: number;
  deadAt: number;
}

/** The pushes' part of IngestLedger. */
export interface PushLedgerApi {
  /** Some pushes that are due; one while the target fails, none while it rests or is stopped. */
  takePushes(targetId: string, most: number): Promise<TakenPush[]>;
  /** @returns the spool key that nobody needs any more, if the push is done */
  endPush(seq: number, fence: number, end: PushEnd): Promise<LedgerResult<string | null>>;
  /** The target is switched off: its pushes wait. @param deadBecause it is gone: they are dead for this reason */
  stopPushes(targetId: string, deadBecause: string | null): Promise<void>;
  /** The target is there (again), or was changed: what waits is due at once. */
  resumePushes(targetId: string): Promise<void>;
  pushCounts(): Promise<PushCount[]>;
  /** Newest first; older than `beforeSeq` when given. */
  listFailedPushes(targetId: string, limit: number, beforeSeq?: number): Promise<FailedPush[]>;
  failedPush(targetId: string, batchId: string): Promise<FailedPush | null>;
  /** @returns how many of them were dead and wait again */
  replayPushes(targetId: string, batchIds: string[]): Promise<number>;
  /** @returns spool keys that are now spent */
  discardPushes(targetId: string, batchIds: string[]): Promise<string[]>;
}
