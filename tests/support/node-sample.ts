/** A crawler node that is well, as tests let it speak. */
import type { Heartbeat } from "../../shared/contracts/node-api.ts";

export const NODE_METRICS: Heartbeat["metrics"] = {
  cpu: 0.5,
  memory_used_bytes: 1,
  memory_total_bytes: 2,
  process_bytes: 1,
  disk_free_bytes: 1,
  disk_total_bytes: 2,
  net_received_bytes_per_s: null,
  net_sent_bytes_per_s: null,
  uptime_s: 1,
};

export const heartbeatOf = (
  over: Pick<Heartbeat, "sent_at" | "session"> & Partial<Heartbeat>,
): Heartbeat => ({
  version: "1.0.0",
  package_version: null,
  node_version: "24.0.0",
  os: "linux",
  hostname: "host",
  platforms: ["qcwy"],
  labels: [],
  slots: 4,
  activity: "running",
  metrics: NODE_METRICS,
  work: [],
  spooled: { batches: 0, bytes: 0 },
  totals: { pages: 0, rows: 0, failed_pages: 0, dropped: 0 },
  done: [],
  ...over,
});
