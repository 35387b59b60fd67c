/** Rows of deliveries and endpoints, and how they are shown. A delivery is a stored batch sent on to a push target. */
import { type Backoff, backoffMs } from "../../../shared/backoff.ts";
import type { Channel, DataType, Platform } from "../../../shared/contracts/platform.ts";
import type { DeadDelivery, LeasedDelivery } from "../../../shared/contracts/push.ts";
import { HOUR_MS } from "../../../shared/time.ts";
import { toUploadIds, type UploadColumns } from "../schema.ts";

/** Longer than a consumer needs for all deliveries that it leases at once. */
export const LEASE_MS = 120_000;
const RETRY: Backoff = { baseMs: 2000, maxMs: 1_800_000 };
/** A longer Retry-After of an endpoint is cut to this. */
const MAX_RETRY_AFTER_MS = HOUR_MS;

export type EndpointRow = {
  target_id: string;
  stopped: number;
  failures: number;
  failing_since: number | null;
  not_before: number;
  last_error: string | null;
  delivered: number;
  last_delivered_at: number | null;
};

export type DeliveryRow = {
  seq: number;
  batch_id: string;
  target_id: string;
  spool_key: string;
  attempts: number;
  fence: number;
  tried_at: number | null;
  error: string | null;
  created_at: number;
  dead_at: number | null;
};

export type DeliveryWithBatch = DeliveryRow &
  UploadColumns & {
    platform: Platform;
    channel: Channel;
    data_type: DataType;
    received: number;
    bytes: number;
  };

export const toLeased = (row: DeliveryWithBatch): LeasedDelivery => ({
  seq: row.seq,
  fence: row.fence,
  batch_id: row.batch_id,
  ...toUploadIds(row),
  spool_key: row.spool_key,
  platform: row.platform,
  channel: row.channel,
  data_type: row.data_type,
});

export const toDead = (row: DeliveryWithBatch): DeadDelivery => ({
  ...toLeased(row),
  received: row.received,
  bytes: row.bytes,
  attempts: row.attempts,
  error: row.error,
  created_at: row.created_at,
  dead_at: row.dead_at ?? 0,
});

/** Columns of `batches` that a delivery needs. */
export const BATCH_COLUMNS = `batches.platform, batches.channel, batches.data_type, batches.received, batches.bytes,
  batches.upload_id, batches.part, batches.sender_batch_id`;

/**
 * Wait after the n-th failure in a row (n from 1), milliseconds: half of the backoff and up to another half at random,
 * so that endpoints that failed together do not come back together. A longer Retry-After wins.
 * @param random uniform in [0, 1)
 */
export function waitMs(failures: number, random: number, retryAfterMs = 0): number {
  const jitteredMs = Math.ceil(backoffMs(failures - 1, RETRY) * (0.5 + random / 2));
  return Math.max(jitteredMs, Math.min(retryAfterMs, MAX_RETRY_AFTER_MS));
}
