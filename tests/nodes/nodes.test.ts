/** Real crawler nodes work beside the edge, over one ledger and budget: nothing is lost or doubled when one dies. */
import { afterEach, expect, test } from "vitest";
import type { KeywordEvent } from "../../shared/contracts/keyword.ts";
import { PLATFORMS } from "../../shared/contracts/vocabulary.ts";
import { CORPUS_FILE } from "../support/corpus-file.ts";
import {
  type NodeProcess,
  type RegisteredNode,
  registerNode,
  startNode,
} from "../support/crawler-node/processes.ts";
import { expectNothingLost } from "../support/invariant.ts";
import { type System, startSystem } from "../support/system.ts";
import { openWire, type Wire } from "../support/tcp-proxy.ts";
import { until } from "../support/until.ts";

/** This is far longer than a lease (4 s) and than a node's time to offline; the issue asks for 90 s. */
const CUT_MS = Number(process.env.JOBDATA_CUT_MS ?? 12_000);
const GRACE_MS = 20_000;

const KEYWORDS = ["Java", "测试", "工程师", "销售"];
const CITIES = ["上海", "深圳", "武汉", "全国"];

const closers: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

interface Node extends RegisteredNode {
  wire: Wire;
  process: NodeProcess;
}

/** @param delayMs pace of each platform, which decides how long the whole takes */
async function fleet(names: string[], delayMs: number): Promise<{ system: System; nodes: Node[] }> {
  const pace = { delay_ms: delayMs, jitter_ms: 0, concurrency: 6 };
  const system = await startSystem({
    corpus: CORPUS_FILE === null ? { size: 4000 } : { file: CORPUS_FILE },
    platforms: Object.fromEntries(PLATFORMS.map((platform) => [platform, pace])),
    vars: { RETRY_ATTEMPTS: 50 },
  });
  closers.push(() => system.close());
  const url = (await system.harness.listen()).url;
  const nodes: Node[] = [];
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

const run = (wire: Wire, node: RegisteredNode) => startNode(node, wire.url, ["--concurrency", "2"]);

async function addAll(system: System): Promise<number> {
  const items = PLATFORMS.flatMap((platform) =>
    KEYWORDS.flatMap((keyword) =>
      CITIES.map((city) => ({ platform, keyword, city, channel: "web" as const, priority: 5 })),
    ),
  );
  await system.add(items);
  await system.tick();
  return items.length;
}

const allDone = (system: System, count: number) =>
  until(
    "all keywords to be done",
    async () => {
      const all = await system.keywords();
      const open = all.filter(({ state }) => state !== "done");
      if (open.length > 0) throw new Error(open.map((one) => `${one.keyword} ${one.state}`).join(", "));
      return all.length === count;
    },
    400_000,
  );

/** Counts leases by their holder. */
async function holders(system: System): Promise<Map<string, number>> {
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

test("three nodes and the edge crawl the corpus together: every posting once, no keyword held twice", async () => {
  const { system, nodes } = await fleet(["one", "two", "three"], 5);
  const count = await addAll(system);
  await allDone(system, count);
  await expectNothingLost(system);
  const counts = await holders(system);
  console.log("leases by holder", Object.fromEntries(counts));
  for (const name of ["edge", ...nodes.map(({ id }) => `node:${id}`)]) {
    expect(counts.get(name) ?? 0, `${name} took part`).toBeGreaterThan(0);
  }
}, 600_000);

test("one node killed, one told to stop, one cut off, the API restarted, all while crawling: the same", async () => {
  const { system, nodes } = await fleet(["killed", "stopped", "cut"], 25);
  const [killed, stopped, cut] = nodes as [Node, Node, Node];
  const holds = async (node: Node) => ((await holders(system)).get(`node:${node.id}`) ?? 0) > 0;
  const count = await addAll(system);
  for (const node of nodes) await until("each node to have had work", () => holds(node));

  killed.process.kill("SIGKILL");
  expect(await killed.process.ended).toBeNull();
  cut.wire.cut();
  const cutAt = Date.now();
  const stoppedAt = Date.now();
  stopped.process.kill("SIGTERM");
  expect(await stopped.process.ended, stopped.process.output()).toBe(0);
  expect(Date.now() - stoppedAt).toBeLessThan(GRACE_MS);
  await system.killWorker();
  const { url } = await system.harness.listen();
  for (const { wire } of nodes) wire.leadTo(url);
  const offline = (id: string) =>
    until("the node to be offline", async () => {
      const { state } = await system.api<{ state: string }>(`/nodes/${id}`);
      return state === "offline";
    });
  await offline(killed.id);
  await offline(cut.id);
  await until("the cut to last", async () => Date.now() - cutAt >= CUT_MS, CUT_MS + 10_000);
  cut.wire.mend();
  killed.process = run(killed.wire, killed);
  await until("both to be back", async () => {
    const { items } = await system.api<{ items: { id: string }[] }>("/nodes?state=online");
    return [killed.id, cut.id].every((id) => items.some((node) => node.id === id));
  });
  await allDone(system, count);
  await expectNothingLost(system);
  console.log("leases by holder", Object.fromEntries(await holders(system)));
}, 600_000);
