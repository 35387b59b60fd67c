/** Uploads rows through the outbox, as gzip of NDJSON. A page is stored once the API or the disk has its rows. */
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { CrawlLogger, CrawlServices } from "../../../../shared/crawl/crawl-services.ts";
import type { PlatformAdapter } from "../../../../shared/platforms/adapter.ts";
import type { NodeApi } from "../api/node-api.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { Lease } from "./lease.ts";
import { keysOf } from "./row-keys.ts";

const compress = promisify(gzip);

export function acceptPort(
  { api, outbox, lease, logger }: { api: NodeApi; outbox: Outbox; lease: Lease; logger: CrawlLogger },
  adapter: PlatformAdapter,
): CrawlServices["accept"] {
  const { keyword_id: keywordId, fence } = lease.claim;
  return async (batch) => {
    lease.check();
    const found = keysOf(batch, adapter);
    const lines = batch.rows.map((row) => `${JSON.stringify(row)}\n`).join("");
    const result = await outbox.enqueue({
      header: {
        kind: "batch",
        node: api.nodeId,
        keyword_id: keywordId,
        fence,
        head: {
          batch_id: batch.batch_id,
          platform_type: batch.platform,
          channel: batch.channel,
          data_type: batch.data_type,
          collected_at: Math.round(batch.collected_at),
          keyword_id: keywordId,
          fence,
        },
      },
      payload: new Uint8Array(await compress(lines)),
    });
    const answer = result.sent
      ? (result.answer as { invalid?: number; replayed?: boolean; state?: string })
      : {};
    if (answer.invalid !== undefined && answer.invalid !== found.invalid.length)
      logger.warn("crawl.invalid-count-differs", { api: answer.invalid, node: found.invalid.length });
    return {
      batch_id: batch.batch_id,
      replayed: answer.replayed ?? false,
      received: batch.rows.length,
      ...found,
      // A page that waits on the disk is judged when it is sent; the API then tells the ledger.
      quarantined: answer.state === "quarantined",
    };
  };
}
