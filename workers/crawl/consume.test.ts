import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import { readConfig } from "../../shared/config.ts";
import type { ClaimCaps } from "../../shared/contracts/keyword-ledger.ts";
import type { PlatformSettings } from "../../shared/contracts/settings.ts";
import { createLogger } from "../../shared/log.ts";
import { consumeCrawl } from "./consume.ts";
import type { EdgeCrawlServices } from "./edge-services.ts";

let asked: { claims: (ClaimCaps | undefined)[]; dispatched: number; warnings: number; stats: number };

beforeEach(() => {
  asked = { claims: [], dispatched: 0, warnings: 0, stats: 0 };
});

/** @param shards running keywords of each ledger: those on the edge and those on nodes */
function services(
  over: Partial<PlatformSettings>,
  starving: () => Promise<number>,
  shards: [edge: number, nodes: number][] = [[0, 0]],
): EdgeCrawlServices {
  const config = readConfig(env);
  const ledger = (shard: number) => ({
    async claim(_holder: string, _limit: number, caps?: ClaimCaps) {
      asked.claims.push(caps);
      return [];
    },
    async dispatch() {
      asked.dispatched++;
      return { queued: 0 };
    },
    async stats() {
      const [edge = 0, nodes = 0] = shards[shard] ?? [];
      asked.stats++;
      return { states: { running: edge + nodes }, running_on_nodes: nodes };
    },
  });
  return {
    config: {
      ...config,
      LEDGER_SHARDS: shards.length,
      platforms: { ...config.platforms, qcwy: { ...config.platforms.qcwy, delay_ms: 0, ...over } },
    },
    clock: { now: () => 1_000_000, sleep: async () => {} },
    logger: createLogger(
      {},
      {
        write: (line) => {
          if (JSON.parse(line).level === "warn") asked.warnings++;
        },
      },
    ),
    fleet: {
      demand: async () => ({
        starving: await starving(),
        nodes: shards.some(([, nodes]) => nodes > 0) ? 1 : 0,
      }),
    },
    ledger: (_platform: string, shard: number) => ledger(shard),
  } as unknown as EdgeCrawlServices;
}
const consume = (...parts: Parameters<typeof services>) =>
  consumeCrawl(services(...parts), { kind: "crawl", platform: "qcwy", shard: 0, cause: "test" }, 60_000);

test("alone, the edge runs as many lanes as the gate lets requests through", async () => {
  await consume({ concurrency: 3 }, async () => 0);
  expect(asked).toEqual({ claims: [undefined, undefined, undefined], dispatched: 1, warnings: 0, stats: 0 });
});

test("beside nodes that wait it keeps to its share, over all its invocations", async () => {
  await consume({ concurrency: 6 }, async () => 2);
  expect(asked.claims).toEqual([{ edge: 2 }, { edge: 2 }]);
});

test("what other shards have under way counts", async () => {
  const shards: [number, number][] = [
    [0, 1],
    [1, 2],
  ];
  await consume({ concurrency: 6 }, async () => 0, shards);
  expect(asked.claims).toEqual([{ edge: 2 }, { edge: 2 }, { edge: 2 }]);
});

test("where one request at a time is allowed, a node that waits has it", async () => {
  await consume({ concurrency: 1 }, async () => 1);
  expect(asked).toMatchObject({ claims: [], dispatched: 1 });
});

test("a fleet that does not answer stops nothing", async () => {
  await consume({ concurrency: 2 }, async () => {
    throw new Error("fleet is away");
  });
  expect(asked).toEqual({ claims: [undefined, undefined], dispatched: 1, warnings: 1, stats: 0 });
});

test("the edge takes nothing where only nodes crawl", async () => {
  await consume({ concurrency: 2, runs_on: "nodes" }, async () => 0);
  expect(asked).toEqual({ claims: [], dispatched: 0, warnings: 0, stats: 0 });
});

test.each([
  [3000, 1],
  [1000, 3],
  [400, 6],
])("at a pace of %i ms there are no more lanes than it feeds", async (delay, lanes) => {
  await consume({ concurrency: 6, delay_ms: delay }, async () => 0);
  expect(asked.claims).toHaveLength(lanes);
});

test("without nodes no ledger is asked for its figures, however many shards there are", async () => {
  const shards = Array.from({ length: 64 }, (): [number, number] => [0, 0]);
  await consume({ concurrency: 4 }, async () => 0, shards);
  expect(asked).toMatchObject({ stats: 0, dispatched: 1 });
});

test("a claim carries its city's codes, read once for the wake-up; without D1 the shipped codes are left to it", async () => {
  const read = { cities: 0 };
  const parked: string[] = [];
  const claim = {
    platform: "qcwy",
    city: "佛山",
    keyword_id: "k",
    fence: 1,
    run_id: "r",
    channel: "web",
    parts: [],
  };
  const stage = services({ concurrency: 1 }, async () => 0);
  let left = 2;
  const place = { city: null as null | undefined };
  Object.assign(stage, {
    dictionaries: {
      cities: async () => {
        read.cities++;
        if (place.city === undefined) throw new Error("D1 is down");
        return { place: () => place.city };
      },
    },
    ledger: () => ({
      claim: async () => (left-- > 0 ? [{ ...claim, run: { pages: 0, rows: 0 } }] : []),
      dispatch: async () => ({ queued: 0 }),
      stats: async () => ({ states: { running: 0 }, running_on_nodes: 0 }),
      holding: async () => ({ ok: true, value: {} }),
      settle: async (_id: string, _fence: number, settlement: { kind: string; error?: string }) => {
        parked.push(settlement.error ?? settlement.kind);
        return { ok: true, value: { state: "failed" } };
      },
    }),
    gate: () => ({ giveBack: async () => {} }),
  });
  await consumeCrawl(stage, { kind: "crawl", platform: "qcwy", shard: 0, cause: "test" }, 60_000);
  expect(read.cities).toBe(1);
  expect(parked).toEqual([
    expect.stringContaining("佛山 is not in the active dictionary"),
    expect.anything(),
  ]);
  left = 1;
  place.city = undefined;
  await consumeCrawl(stage, { kind: "crawl", platform: "qcwy", shard: 0, cause: "test" }, 60_000);
  // Without parts the keyword is settled at once.
  expect(parked.at(-1)).toBe("done");
  left = 2;
  read.cities = 0;
  await consumeCrawl(stage, { kind: "crawl", platform: "qcwy", shard: 0, cause: "test" }, 60_000);
  expect(read.cities).toBe(2);
});
