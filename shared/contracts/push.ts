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
export const DELIVERY_TRIES_MS = DAY_MS;

/** A push lent to a consumer. */
export interface LeasedDelivery extends UploadIds {
  seq: number;
  /** Grows with each taking; an end told with an old one changes nothing. */
  fence: number;
  batch_id: string;
  spool_key: string;
  platform: Platform;
  channel: Channel;
  data_type: DataType;
}

/**
 * `released`: not tried. `target`: the target does not answer, or is overloaded: all its pushes wait. `batch`: it
 * answers and does not take this one. `lost`: it can never be sent.
 */
export type DeliveryFailure = "released" | "target" | "batch" | "lost";

export type DeliveryEnd =
  | { done: true }
  | { done: false; kind: DeliveryFailure; error: string; retry_after_ms?: number | undefined };

/** What waits for one target. Times in Unix ms. */
export interface EndpointState {
  target_id: string;
  waiting: number;
  oldest_waiting_at: number | null;
  dead: number;
  /** Since it was made. */
  delivered: number;
  last_delivered_at: number | null;
  /** Since when it has not answered; null while it does. */
  failing_since: number | null;
  /** When it is tried again; null while it answers. */
  next_try_at: number | null;
  last_error: string | null;
}

/** A push that was tried for `DELIVERY_TRIES_MS`. */
export interface DeadDelivery extends LeasedDelivery {
  received: number;
  bytes: number;
  attempts: number;
  error: string | null;
  created_at: number;
  dead_at: number;
}

/** The pushes' part of IngestLedger. */
export interface DeliveryLedgerApi {
  /** Some pushes that are due; one while the target fails, none while it rests or is stopped. */
  leaseDeliveries(targetId: string, limit: number): Promise<LeasedDelivery[]>;
  /** @returns the spool key that nobody needs any more, if the push is done */
  endDelivery(seq: number, fence: number, end: DeliveryEnd): Promise<LedgerResult<string | null>>;
  /** The target is switched off: its pushes wait. @param deadBecause it is gone: they are dead for this reason */
  stopEndpoint(targetId: string, deadBecause: string | null): Promise<void>;
  /** The target is there (again), or was changed: what waits is due at once. */
  resumeEndpoint(targetId: string): Promise<void>;
  endpointStates(): Promise<EndpointState[]>;
  /** Newest first; older than `beforeSeq` when given. */
  listDeadDeliveries(targetId: string, limit: number, beforeSeq?: number): Promise<DeadDelivery[]>;
  deadDelivery(targetId: string, batchId: string): Promise<DeadDelivery | null>;
  /** @returns how many of them were dead and wait again */
  replayDeliveries(targetId: string, batchIds: string[]): Promise<number>;
  /** @returns spool keys that are now spent */
  discardDeliveries(targetId: string, batchIds: string[]): Promise<string[]>;
}
