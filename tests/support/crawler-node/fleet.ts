/** Real crawler nodes beside the edge, over one ledger and budget. */
import type { KeywordEvent } from "../../../shared/contracts/keyword.ts";
import { PLATFORMS } from "../../../shared/contracts/vocabulary.ts";
import { WHOLE_CORPUS } from "../corpus-file.ts";
import { type System, startSystem } from "../system.ts";
import { openWire, type Wire } from "../tcp-proxy.ts";
import { until } from "../until.ts";
import { type NodeProcess, type RegisteredNode, registerNode, startNode } from "./processes.ts";

const KEYWORDS = ["Java", "测试", "工程师", "销售"];
const CITIES = ["上海", "深圳", "武汉", "全国"];

const closers: (() => Promise<unknown> | unknown)[] = [];
/** Ends what `fleet` started; call it in `afterEach`. */
export async function closeFleet(): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close();
}

export interface FleetNode extends RegisteredNode {
  wire: Wire;
  process: NodeProcess;
}

/** @param delayMs pace of each platform, which decides how long the whole takes */
export async function fleet(
  names: string[],
  delayMs: number,
): Promise<{ system: System; nodes: FleetNode[] }> {
  const pace = { delay_ms: delayMs, jitter_ms: 0, concurrency: 6 };
  const system = await startSystem({
    ...WHOLE_CORPUS,
    platforms: Object.fromEntries(PLATFORMS.map((platform) => [platform, pace])),
    // A node beats three times in a lease, and a node whose beats are missing for one is offline.
    vars: { LEASE_MS: 4000, RETRY_ATTEMPTS: 50 },
  });
  closers.push(() => system.close());
  const url = (await system.harness.listen()).url;
  const nodes: FleetNode[] = [];
  for (const name of names) {
    const [wire, registered] = [await openWire(url), await registerNode(system, name)];
    const node = { ...registered, wire, process: run(wire, registered) };
    nodes.push(node);
    closers.push(
      () => registered.remove(),
      () => wire.close(),
      async () => {
        node.process.kill("SIGKILL");
        await node.process.ended;
      },
    );
  }
  await until("the nodes to be online", async () => {
    const { items } = await system.api<{ items: { state: string }[] }>("/nodes?state=online");
    return items.length === names.length;
  });
  return { system, nodes };
}

export const run = (wire: Wire, node: RegisteredNode) => startNode(node, wire.url, ["--concurrency", "2"]);

export async function addAll(system: System): Promise<number> {
  const items = PLATFORMS.flatMap((platform) =>
    KEYWORDS.flatMap((keyword) =>
      CITIES.map((city) => ({ platform, keyword, city, channel: "web" as const, priority: 5 })),
    ),
  );
  await system.add(items);
  await system.tick();
  return items.length;
}

export const allDone = (system: System, count: number) =>
  until(
    "all keywords to be done",
    async () => {
      const all = await system.keywords();
      const open = all.filter(({ state }) => state !== "done");
      if (open.length > 0) throw new Error(open.map((one) => `${one.keyword} ${one.state}`).join(", "));
      return all.length === count;
    },
    600_000,
  );

/** Counts leases by their holder. */
export async function holders(system: System): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { id } of await system.keywords()) {
    for (const { type, detail } of (await system.events(id)) as KeywordEvent[]) {
      if (type !== "claimed") continue;
      const name = String(detail.holder).replace(/^edge:.*/, "edge");
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return counts;
}
