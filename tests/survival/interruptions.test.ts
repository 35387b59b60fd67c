/** Processes die, objects are evicted, messages are lost, leases expire. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { PLATFORMS } from "../../shared/contracts/vocabulary.ts";
import { type Chaos, startChaos } from "../support/chaos.ts";
import { expectNothingLost } from "../support/invariant.ts";
import { add, addOne, history, reached, search, typesOf } from "../support/searches.ts";
import { SHORT_LEASE, type System, startSystem } from "../support/system.ts";
import { until } from "../support/until.ts";

let chaos: Chaos;
let system: System;

beforeAll(async () => {
  chaos = await startChaos();
  // Each interruption costs a try; none of these tests is about using up all tries.
  system = await startSystem({ chaos, vars: { ...SHORT_LEASE, RETRY_ATTEMPTS: 50, COMMIT_MS: 0 } });
});
afterAll(async () => {
  await system?.close();
  await chaos?.close();
});
afterEach(async () => {
  chaos.clear();
  await Promise.all(PLATFORMS.map((platform) => system.board(platform).mend()));
});

describe("the crawl consumer is killed", () => {
  test("after the rows are durable, before the checkpoint moves: the page is fetched again, its rows stay single", async () => {
    const held = chaos.hold("accepted", ({ keyword }) => keyword === "Java");
    const id = await addOne(system, search("boss", "Java"));
    await held.reached;
    await system.killWorker();
    await reached(system, "done", id);
    const events = typesOf(await history(system, id));
    expect(events).toContain("lease-expired");
    const { pages } = await system.board("boss").statistics();
    expect(pages.find(({ keyword, page }) => keyword === "Java" && page === 1)?.times).toBe(2);
    await expectNothingLost(system);
  });

  test("with a page fetched and nothing accepted: the run goes on at its checkpoint", async () => {
    const held = chaos.hold("fetched", ({ keyword, page }) => keyword === "Python" && page === 2);
    const id = await addOne(system, search("qcwy", "Python", "全国"));
    await held.reached;
    await system.killWorker();
    await reached(system, "done", id);
    const { pages } = await system.board("qcwy").statistics();
    const times = pages.filter(({ keyword }) => keyword === "Python").map(({ page, times }) => [page, times]);
    expect(Object.fromEntries(times)).toMatchObject({ 1: 1, 2: 2, 3: 1 });
    await expectNothingLost(system);
  });

  test("between the last page and the end: nothing is fetched again", async () => {
    const held = chaos.hold("settle", ({ platform, kind }) => platform === "zhilian" && kind === "done");
    const id = await addOne(system, search("zhilian", "测试"));
    await held.reached;
    await system.killWorker();
    await reached(system, "done", id);
    const { pages } = await system.board("zhilian").statistics();
    const ofSearch = pages.filter(({ keyword }) => keyword === "测试");
    expect(ofSearch.length).toBeGreaterThan(0);
    expect(ofSearch.every(({ times }) => times === 1)).toBe(true);
    await expectNothingLost(system);
  });
});

describe("a lease ends while its holder still works", () => {
  test("refuses the late writes, and the next holder's run is the only one", async () => {
    chaos.judge("renew", ({ platform }) => (platform === "boss" ? "fail" : undefined));
    const held = chaos.hold("accepted", ({ keyword }) => keyword === "数据");
    const id = await addOne(system, search("boss", "数据", "全国"));
    await held.reached;
    await until("the lease to end", async () => typesOf(await history(system, id)).includes("lease-expired"));
    // The queue waits for the first holder, so the second one is started outside the queue.
    await until("a second holder to finish", async () => {
      await system.deliver([{ kind: "crawl", platform: "boss", shard: 0, cause: "second" }]);
      return (await system.detail(id)).keyword.state === "done";
    });
    const before = await system.detail(id);
    held.release();
    await until("the first holder to be refused", async () =>
      system.harness.getLogs().some(({ message }) => {
        return message.includes("crawl.stale-lease") && message.includes(id);
      }),
    );
    expect(await system.detail(id)).toEqual(before);
    await expectNothingLost(system);
  });
});

describe("an object is evicted mid-run", () => {
  test.each([
    ["KeywordLedger", ["boss:0", "qcwy:0", "zhilian:0"]],
    ["PlatformGate", PLATFORMS],
    ["SeenIndex", PLATFORMS.map((platform) => `${platform}:job:0`)],
    ["IngestLedger", ["ingest"]],
  ])("%s", async (className, names) => {
    const keyword = { KeywordLedger: "前端", PlatformGate: "算法", SeenIndex: "运维", IngestLedger: "产品" }[
      className
    ];
    if (keyword === undefined) throw new Error(`no keyword for ${className}`);
    const evict = () => Promise.all(names.map((name) => system.evict(className, name)));
    // Every page of the first search on each platform evicts the object again.
    chaos.judge("fetched", () => evict().then(() => "go"));
    const ids = await add(system, ...PLATFORMS.map((platform) => search(platform, keyword, "全国")));
    await reached(system, "done", ...ids);
    await expectNothingLost(system);
  });
});

describe("queue messages", () => {
  test("that are dropped, doubled and late bring the same rows", async () => {
    const late: unknown[][] = [];
    let seen = 0;
    // The pattern is fixed: drop, double, hold back, let pass.
    chaos.judge("message", ({ bodies = [] }) => {
      switch (seen++ % 4) {
        case 0:
          return "drop";
        case 1:
          return "double";
        case 2:
          late.push(bodies);
          return "drop";
        default:
          return "go";
      }
    });
    const ids = await add(
      system,
      ...PLATFORMS.flatMap((platform) => [
        search(platform, "Java", "北京"),
        search(platform, "Java", "深圳"),
        search(platform, "Python", "北京"),
      ]),
    );
    await until("all to be done", async () => {
      // The held messages are delivered newest first, all at once, while others run.
      await Promise.all(
        late
          .splice(0)
          .reverse()
          .map((bodies) => system.deliver(bodies)),
      );
      const states = await Promise.all(ids.map(async (id) => (await system.detail(id)).keyword.state));
      return states.every((state) => state === "done");
    });
    expect(seen).toBeGreaterThan(4);
    await expectNothingLost(system);
  });
});
