import type { Sample } from "../../../shared/contracts/metrics.ts";
import { MINUTE_MS } from "../../../shared/time.ts";
import { DegradedError } from "../../health.ts";
import { type MetricServices, sample, secondsSince } from "../metric-services.ts";

/** ClickHouse is at work anyway when it stored rows this lately. */
const AWAKE_MS = 10 * MINUTE_MS;
const PROBED = ["clickhouse", "d1", "r2"];
const NODE_WRITES = ["online", "paused", "draining", "stopping"];

/** Reads the depth of Cloudflare's queues. */
export async function readQueues({ queues, clock }: MetricServices): Promise<Sample[]> {
  const depths = await Promise.all(queues.map(async (queue) => ({ queue, depth: await queue.metrics() })));
  const now = clock.now();
  return depths.flatMap(({ queue: { name: queue }, depth }) => [
    sample("jobdata_queue_messages", depth.backlogCount, { queue }),
    ...(depth.oldestMessageTimestamp === undefined
      ? []
      : [
          sample(
            "jobdata_queue_oldest_seconds",
            secondsSince(new Date(depth.oldestMessageTimestamp).getTime(), now),
            { queue },
          ),
        ]),
  ]);
}

/** Says whether ClickHouse is at work anyway, so that a query does not wake it: rows came or wait, or nodes report. */
export async function isClickHouseAwake({
  ingest,
  fleet,
  clock,
}: Pick<MetricServices, "ingest" | "fleet" | "clock">): Promise<boolean> {
  const [status, newest] = await Promise.all([ingest.status(), ingest.newestStored()]);
  if (status.waiting_batches > 0) return true;
  if (newest !== null && newest > clock.now() - AWAKE_MS) return true;
  return (await fleet.list({}, 500)).some(({ state }) => NODE_WRITES.includes(state));
}

/** Asks each dependency once; a sleeping ClickHouse is left asleep. */
export async function readDependencies(services: MetricServices): Promise<Sample[]> {
  const isAwake = await isClickHouseAwake(services);
  const probed = services.health.filter(
    ({ name }) => PROBED.includes(name) && (name !== "clickhouse" || isAwake),
  );
  return Promise.all(
    probed.map(async ({ name: dependency, probe }) => {
      const isUp = await probe().then(
        () => true,
        (error) => error instanceof DegradedError,
      );
      return sample("jobdata_dependency_up", isUp ? 1 : 0, { dependency });
    }),
  );
}
