/** State of the ingest as the API shows it. */
import { z } from "@hono/zod-openapi";
import type { IngestStatus, IngestTotals } from "../../../shared/contracts/ingest.ts";
import { Instant } from "../http/answers.ts";

const count = z.number().int();

/** Totals of one platform; the names are the contract's own. */
export const IngestCounts = z.object({
  batches: count,
  received: count,
  inserted: count,
  changed: count,
  duplicates: count.describe("Stored already with the same content, or repeated"),
  invalid: count,
});

export const NOTHING_INGESTED: IngestTotals = {
  batches: 0,
  received: 0,
  inserted: 0,
  changed: 0,
  duplicates: 0,
  invalid: 0,
};

export const IngestBacklog = z.object({
  waiting_batches: count.describe("Durable, not yet in ClickHouse"),
  waiting_rows: count,
  oldest_waiting_at: Instant.nullable(),
  dead_batches: count,
  last_error: z.string().nullable(),
});

export const ingestBacklog = (status: IngestStatus): z.infer<typeof IngestBacklog> => ({
  waiting_batches: status.waitingBatches,
  waiting_rows: status.waitingRows,
  oldest_waiting_at: status.oldestWaitingAt,
  dead_batches: status.deadBatches,
  last_error: status.lastError,
});
