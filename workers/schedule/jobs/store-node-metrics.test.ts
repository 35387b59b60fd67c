import { expect, test } from "vitest";
import type { UnsentSample } from "../../../shared/contracts/node-fleet.ts";
import { createLogger } from "../../../shared/log.ts";
import { NODE_METRICS } from "../../../tests/support/node-sample.ts";
import type { ScheduleServices } from "../schedule-services.ts";
import { storeNodeMetrics } from "./store-node-metrics.ts";

const METRICS = { ...NODE_METRICS, net_sent_bytes_per_s: 3, uptime_s: 4 };

/** A fleet with `count` samples, and a ClickHouse that can be down. */
function stage(count: number, dropped = 0) {
  const waiting = Array.from(
    { length: count },
    (_, index): UnsentSample => ({
      seq: index + 1,
      node_id: "n",
      name: "one",
      at: 1000 + index,
      metrics: METRICS,
    }),
  );
  const inserts: { token: string; lines: string[] }[] = [];
  const logged: { message: string; dropped?: number }[] = [];
  const clickhouse = { away: false };
  const logger = createLogger({}, { write: (line) => logged.push(JSON.parse(line)) });
  const services = {
    fleet: {
      unsentSamples: async (limit: number) => ({ samples: waiting.slice(0, limit), dropped }),
      samplesSent: async (upToSeq: number) => {
        waiting.splice(0, waiting.findLastIndex(({ seq }) => seq <= upToSeq) + 1);
      },
    },
    insertNodeMetrics: async (lines: string[], token: string) => {
      inserts.push({ token, lines });
      if (clickhouse.away) throw new Error("ClickHouse is away");
    },
  } as unknown as ScheduleServices;
  const run = () => storeNodeMetrics.run(services, { slotAt: 0, requestId: "tick", logger });
  return { waiting, inserts, logged, clickhouse, run };
}

test("stores all that waits, in batches, once", async () => {
  const { waiting, inserts, run } = stage(4500);
  await run();
  expect(waiting).toEqual([]);
  expect(inserts.map(({ lines }) => lines.length)).toEqual([2000, 2000, 500]);
  expect(JSON.parse(inserts[0]?.lines[0] ?? "")).toEqual({ node_id: "n", name: "one", at: 1000, ...METRICS });
  expect(new Set(inserts.map(({ token }) => token)).size).toBe(3);
  await run();
  expect(inserts).toHaveLength(3);
});

test("keeps all while ClickHouse is away, fails so that the slot tells, and repeats under the same token", async () => {
  const { waiting, inserts, clickhouse, run } = stage(10);
  clickhouse.away = true;
  await expect(run()).rejects.toThrow("ClickHouse is away");
  expect(waiting).toHaveLength(10);
  clickhouse.away = false;
  await run();
  expect(inserts[1]).toEqual(inserts[0]);
  expect(waiting).toEqual([]);
});

test("what was dropped is told", async () => {
  const { logged, run } = stage(1, 7);
  await run();
  expect(logged).toContainEqual(expect.objectContaining({ message: "node-metrics.dropped", dropped: 7 }));
});
