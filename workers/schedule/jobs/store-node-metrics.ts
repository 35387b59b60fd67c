/** Every minute: what the nodes measured goes into ClickHouse. While it is away the fleet keeps the newest and counts what it drops. */
import { nodeMetricsLine } from "../../clickhouse/node-metrics.ts";
import type { ScheduledJob } from "../job.ts";

/** Rows of one insert. */
const BATCH = 2000;
/** Of one run; the rest waits a minute. */
const MOST_BATCHES = 10;

export const storeNodeMetrics: ScheduledJob = {
  name: "store-node-metrics",
  cron: "* * * * *",
  timeZone: "Asia/Shanghai",
  async run({ fleet, insertNodeMetrics }, { logger }) {
    let rows = 0;
    for (let batch = 0; batch < MOST_BATCHES; batch++) {
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
