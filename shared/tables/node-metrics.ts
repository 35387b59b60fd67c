/** What crawler nodes measure of their machines. */
import { z } from "zod";
import type { UnsentSample } from "../contracts/node-fleet.ts";
import { column, count, id, instant, number, type RowOf, word } from "./column.ts";
import { defineTable } from "./table.ts";

export const nodeMetrics = defineTable({
  name: "node_metrics",
  comment: "What crawler nodes measure of their machines, one row a heartbeat; 30 days",
  columns: {
    node_id: id("id of the node"),
    name: word("name of the node at that time"),
    at: instant("when it was measured"),
    cpu: column("Float32", z.number(), "share of all cores, 0 to 1"),
    memory_used_bytes: count("UInt64", "memory in use on the machine"),
    memory_total_bytes: count("UInt64", "memory of the machine"),
    process_bytes: count("UInt64", "resident memory of the node program"),
    disk_free_bytes: count("UInt64", "free on the file system of the data folder"),
    disk_total_bytes: count("UInt64", "size of the file system of the data folder"),
    net_received_bytes_per_s: number(
      "UInt64",
      "over all interfaces but loopback; null where the system reports none",
    ),
    net_sent_bytes_per_s: number(
      "UInt64",
      "over all interfaces but loopback; null where the system reports none",
    ),
    uptime_s: count("UInt64", "seconds since the machine started"),
  },
});

/** A line of JSONEachRow. */
export const nodeMetricsLine = ({ node_id: nodeId, name, at, metrics }: UnsentSample): string =>
  JSON.stringify({ node_id: nodeId, name, at, ...metrics } satisfies RowOf<typeof nodeMetrics.columns>);
