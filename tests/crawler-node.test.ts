/** A crawler node as a process of its own against the whole system: it crawls what only nodes may. */
import { afterEach, describe, expect, it } from "vitest";
import { PLATFORMS } from "../shared/contracts/platform.ts";
import { crawlAll } from "./support/crawl-all.ts";
import { crawlerNodes, type Nodes } from "./support/crawler-node.ts";
import { expectNothingLost } from "./support/invariant.ts";
import { type System, startSystem } from "./support/system.ts";

const SEARCHES = [
  { keyword: "Java", city: "上海" },
  { keyword: "工程师", city: "深圳" },
  { keyword: "没有这样的职位", city: "北京" },
];
const NODES_ONLY = { runs_on: "nodes" as const };

let system: System | undefined;
let nodes: Nodes | undefined;
afterEach(async () => {
  await nodes?.close();
  await system?.close();
  nodes = undefined;
  system = undefined;
});

describe("a crawler node", () => {
  it("crawls all platforms to their end, Boss in a real browser, and stops in order", async () => {
    system = await startSystem({
      bossOpen: false,
      platforms: {
        boss: { ...NODES_ONLY, fetch_mode: "browser", concurrency: 2 },
        qcwy: NODES_ONLY,
        zhilian: NODES_ONLY,
      },
    });
    nodes = await crawlerNodes(system);
    const node = await nodes.start({ name: "one", args: ["--slots", "4"] });
    await crawlAll(system, SEARCHES, 60_000);
    await expectNothingLost(system);
    for (const platform of PLATFORMS) {
      const pages = node.lines.filter((line) => line.message === "crawl.page" && line.platform === platform);
      expect(pages.length, `${platform}: a line for each page`).toBeGreaterThan(0);
      expect(pages.every((line) => typeof line.rows === "number" && line.run_id && line.keyword_id)).toBe(
        true,
      );
    }
    expect(await node.end("SIGTERM")).toBe(0);
    const seen = await system.api<{ state: string }>(`/nodes/${node.id}`);
    expect(["stopping", "stopped"]).toContain(seen.state);
    expect(node.lines.map((line) => JSON.stringify(line)).join("\n")).not.toContain(node.key);
  });
});
