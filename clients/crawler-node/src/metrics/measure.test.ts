import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { NodeMetrics } from "../../../../shared/contracts/node-api.ts";
import { createMeter, readTraffic } from "./measure.ts";

test("measures what the contract asks for", async () => {
  const measure = createMeter(tmpdir());
  for (let times = 0; times < 2; times++) {
    const metrics = NodeMetrics.parse(await measure());
    expect(metrics.process_bytes).toBeGreaterThan(1_000_000);
    expect(metrics.memory_used_bytes).toBeLessThan(metrics.memory_total_bytes);
    expect(metrics.disk_free_bytes).toBeLessThanOrEqual(metrics.disk_total_bytes);
  }
});

test("counts all interfaces but loopback", () => {
  const text = `Inter-|   Receive  |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs
    lo: 999 1 0 0 0 0 0 0 999 1 0 0 0 0 0 0
  eth0: 100 1 0 0 0 0 0 0 40 1 0 0 0 0 0 0
  eth1:7 1 0 0 0 0 0 0 2 1 0 0 0 0 0 0`;
  expect(readTraffic(text)).toEqual({ received: 107, sent: 42 });
});
