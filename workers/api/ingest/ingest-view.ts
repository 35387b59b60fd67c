/** State of the ingest as the API shows it. */
import { z } from "@hono/zod-openapi";
import type { IngestStatus, IngestTotals } from "../../../shared/contracts/ingest.ts";
import { Instant } from "../http/answers.ts";

const count = z.number().int();

/** Totals of one platform, under the names of the contract. */
export const IngestCounts = z.object({
  parts: count.describe("Pages of the edge, and pieces of uploads"),
  received: count,
  inserted: count,
  changed: count,
  duplicates: count.describe("Stored already with the same content, or repeated"),
  invalid: count,
});

const NOTHING: IngestTotals = {
  batches: 0,
  received: 0,
  inserted: 0,
  changed: 0,
  duplicates: 0,
  invalid: 0,
};

export const ingestCounts = ({ batches, ...rows } = NOTHING): z.infer<typeof IngestCounts> => ({
  parts: batches,
  ...rows,
});

export const IngestBacklog = z.object({
  waiting_parts: count.describe("Pages of the edge and pieces of uploads: durable, not yet in ClickHouse"),
  waiting_rows: count,
  oldest_waiting_at: Instant.nullable(),
  dead_letters: count,
  quarantined_batches: count.describe("Batches that are far off what is usual and wait for a person"),
  quarantined_rows: count,
  last_error: z.string().nullable(),
});

export const ingestBacklog = (status: IngestStatus): z.infer<typeof IngestBacklog> => ({
  waiting_parts: status.waiting_batches,
  waiting_rows: status.waiting_rows,
  oldest_waiting_at: status.oldest_waiting_at,
  dead_letters: status.dead_batches,
  quarantined_batches: status.quarantined_batches,
  quarantined_rows: status.quarantined_rows,
  last_error: status.last_error,
});
