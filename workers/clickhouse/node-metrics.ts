/** Rows of `node_metrics`. */
import type { UnsentSample } from "../../shared/contracts/node-fleet.ts";

/** A line of JSONEachRow. */
export const nodeMetricsLine = ({ nodeId, name, at, metrics }: UnsentSample): string =>
  JSON.stringify({ node_id: nodeId, name, at, ...metrics });
