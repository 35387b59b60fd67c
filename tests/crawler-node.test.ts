/** A crawler node runs as a process of its own against the whole system and crawls what only nodes may. */
import { afterEach, describe, expect, test } from "vitest";
import { PLATFORMS } from "../shared/contracts/vocabulary.ts";
import { crawlAll } from "./support/crawl-all.ts";
import {
  chromiumVariables,
  type NodeProcess,
  type RegisteredNode,
  registerNode,
  startNode,
} from "./support/crawler-node/processes.ts";
import { expectNothingLost } from "./support/invariant.ts";
import { SHORT_LEASE, type System, startSystem } from "./support/system.ts";

const SEARCHES = [
  { keyword: "Java", city: "上海" },
  { keyword: "工程师", city: "深圳" },
  { keyword: "没有这样的职位", city: "北京" },
];
const NODES_ONLY = { runs_on: "nodes" as const };

let system: System | undefined;
let registered: RegisteredNode | undefined;
let node: NodeProcess | undefined;
afterEach(async () => {
  node?.kill("SIGKILL");
  await node?.ended;
  await registered?.remove();
  await system?.close();
  node = undefined;
  registered = undefined;
  system = undefined;
});

describe("a crawler node", () => {
  test("crawls all platforms to their end, Boss in a real browser, and stops in order", async () => {
    system = await startSystem({
      // A node beats, and asks for work, three times in a lease.
      vars: SHORT_LEASE,
      bossOpen: false,
      corpus: { seed: 7, size: 150 },
      platforms: {
        boss: { ...NODES_ONLY, fetch_mode: "browser", concurrency: 2 },
        qcwy: { ...NODES_ONLY, details: "new" },
        zhilian: NODES_ONLY,
      },
    });
    const { url } = await system.harness.listen();
    registered = await registerNode(system, "one");
    node = startNode(registered, url.origin, ["--slots", "4"], await chromiumVariables());
    await crawlAll(system, SEARCHES);
    await expectNothingLost(system);
    const [own] = await system.rows<{ postings: string; detailed: string }>(
      `SELECT count() AS postings, countIf(detailed_at IS NOT NULL) AS detailed FROM jobs_full
       WHERE platform = 'qcwy'`,
      {},
    );
    expect(Number(own?.detailed), "own pages of postings").toBeGreaterThan(0);
    expect(own?.detailed).toBe(own?.postings);
    const lines = node.lines();
    for (const platform of PLATFORMS) {
      const pages = lines.filter((line) => line.message === "crawl.page" && line.platform === platform);
      expect(pages.length, `${platform}: a line for each page`).toBeGreaterThan(0);
      expect(pages.every((line) => typeof line.rows === "number" && line.run_id && line.keyword_id)).toBe(
        true,
      );
    }
    node.kill("SIGTERM");
    expect(await node.ended, node.output()).toBe(0);
    const seen = await system.api<{ state: string }>(`/nodes/${registered.id}`);
    expect(["stopping", "stopped"]).toContain(seen.state);
    expect(node.output()).not.toContain(registered.key);
  });
});
