/** A bench holds these wake-ups back from their consumer, to decide when work begins. They are acknowledged. */
import { CrawlWake, IngestWake } from "../../shared/contracts/queues.ts";

/** Ledger shards from here on belong to the ledger bench, which claims by itself. */
const LEDGER_BENCH_SHARDS = 200;

export const switches = {
  /** Batches stay in the spool until the bench consumes them, or lets the queue do it. */
  holdIngest: true,
  lets(message: unknown): boolean {
    if (IngestWake.safeParse(message).success) return !switches.holdIngest;
    const crawl = CrawlWake.safeParse(message);
    return !crawl.success || crawl.data.shard < LEDGER_BENCH_SHARDS;
  },
};
