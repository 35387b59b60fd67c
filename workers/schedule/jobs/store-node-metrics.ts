/**
 * Inserts the metrics of the nodes into ClickHouse, every minute. While ClickHouse is down the fleet keeps the newest
 * samples and counts those it drops.
 */
import { nodeMetricsLine } from "../../../shared/tables/node-metrics.ts";
import type { ScheduledJob } from "../job.ts";

/** Rows per insert. */
const BATCH = 2000;
/** Inserts of one run; the rest waits for the next run. */
const MAX_BATCHES = 10;

export const storeNodeMetrics: ScheduledJob = {
  name: "store-node-metrics",
  cron: "* * * * *",
  timeZone: "Asia/Shanghai",
  async run({ fleet, insertNodeMetrics }, { logger }) {
    let rows = 0;
    for (let batch = 0; batch < MAX_BATCHES; batch++) {
      const { samples, dropped } = await fleet.unsentSamples(BATCH);
      const [first, last] = [samples[0], samples.at(-1)];
      if (batch === 0 && dropped > 0) logger.warn("node-metrics.dropped", { dropped });
      if (!first || !last) break;
      const token = `node_metrics ${first.seq}-${last.seq} ${first.at}`;
      await insertNodeMetrics(samples.map(nodeMetricsLine), token);
      await fleet.samplesSent(last.seq);
      rows += samples.length;
      if (samples.length < BATCH) break;
    }
    if (rows > 0) logger.info("node-metrics.stored", { rows });
  },
};
