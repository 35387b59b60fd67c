import type { Sample } from "../../../shared/contracts/metrics.ts";
import { NodeState } from "../../../shared/contracts/node-fleet.ts";
import { type MetricServices, sample } from "../metric-services.ts";

/** Nodes of one reading; more are told as truncated. */
export const MAX_NODES = 500;

/** Reads the fleet. */
export async function readNodes({ fleet }: MetricServices): Promise<Sample[]> {
  const nodes = await fleet.list({}, MAX_NODES);
  return [
    ...NodeState.options.map((state) =>
      sample("jobdata_nodes", nodes.filter((node) => node.state === state).length, { state }),
    ),
    ...(nodes.length === MAX_NODES ? [sample("jobdata_scrape_truncated", 1, { part: "nodes" })] : []),
    ...nodes.flatMap(({ name: node, state, metrics, load }) => {
      if (state === "new" || state === "stopped") return [];
      if (state === "offline") return [sample("jobdata_node_up", 0, { node })];
      return [
        sample("jobdata_node_up", 1, { node }),
        sample("jobdata_node_load_ratio", load, { node }),
        ...(metrics === null
          ? []
          : [
              sample("jobdata_node_cpu_ratio", metrics.cpu, { node }),
              sample("jobdata_node_memory_bytes", metrics.memory_used_bytes, { node }),
            ]),
      ];
    }),
  ];
}
