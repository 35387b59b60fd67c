import { expect, test } from "vitest";
import { machineOption } from "./machine-option.ts";

test("CPU and memory stand in percent of what the machine has", () => {
  const metrics = {
    cpu: 0.257,
    memory_used_bytes: 3,
    memory_total_bytes: 4,
    process_bytes: 1,
    disk_free_bytes: 1,
    disk_total_bytes: 1,
    net_received_bytes_per_s: null,
    net_sent_bytes_per_s: null,
    uptime_s: 1,
  };
  const { series, legend } = machineOption([{ at: 5, metrics }], {
    cpu: "red",
    memory: "blue",
    memoryName: "内存",
    text: "black",
  });
  expect(series).toMatchObject([
    { name: "CPU", data: [[5, 25.7]] },
    { name: "内存", data: [[5, 75]] },
  ]);
  expect(legend).toMatchObject({ textStyle: { color: "black" } });
});
