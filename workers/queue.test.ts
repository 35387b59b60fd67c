import { describe, expect, test } from "vitest";
import { consumeQueue } from "./queue.ts";
import type { AllServices } from "./services.ts";

function stage(ingestFails = false) {
  const claimed: string[] = [];
  const ingested: string[] = [];
  const logged: string[] = [];
  const pushedTo: string[] = [];
  const quiet = {
    child: () => quiet,
    debug() {},
    info() {},
    warn() {},
    error: (line: string) => logged.push(line),
  };
  const services = {
    crawl: {
      config: {
        LEDGER_SHARDS: 2,
        platforms: { boss: { concurrency: 1, delay_ms: 0 }, qcwy: { concurrency: 1, delay_ms: 0 } },
      },
      clock: { now: () => 0 },
      logger: quiet,
      ledger: (platform: string, shard: number) => ({
        claim: async (holder: string) => {
          claimed.push(`${platform}:${shard} ${holder}`);
          return [];
        },
        dispatch: async () => ({ queued: 0 }),
      }),
    },
    push: {
      target: async () => ({ id: "t", url: "", secret: "", enabled: true, deletedAt: null }),
      ledger: {
        leaseDeliveries: async (target: string) => {
          pushedTo.push(target);
          return [];
        },
      },
      clock: { now: () => 0 },
    },
    ingest: {
      consume: async (cause: string) => {
        ingested.push(cause);
        if (ingestFails) throw new Error("ledger is away");
      },
    },
  };
  const consume = (...bodies: unknown[]) => {
    const messages = bodies.map((body, index) => ({ id: `m${index}`, body }));
    // The stage implements the parts of services and batch that consumers use.
    return consumeQueue(
      services as unknown as AllServices,
      { queue: "q", messages } as unknown as MessageBatch,
    );
  };
  return { consume, claimed, ingested, pushedTo, logged };
}

const wake = (shard: unknown, cause = "c", platform = "qcwy") => ({ kind: "crawl", platform, shard, cause });

describe("consumeQueue", () => {
  test("takes doubled wake-ups of a shard for one, and any number for the ingest too", async () => {
    const { consume, claimed, ingested, logged } = stage();
    const ingest = (cause: string) => ({ kind: "ingest", cause });
    await consume(wake(0, "a"), wake(1), wake(0, "b"), ingest("i"), wake(0, "c", "boss"), ingest("j"));
    expect(claimed.sort()).toEqual(["boss:0 edge:c", "qcwy:0 edge:b", "qcwy:1 edge:c"]);
    expect(ingested).toEqual(["i"]);
    expect(logged).toEqual([]);
  });

  test("sends on to each target once", async () => {
    const { consume, pushedTo } = stage();
    const push = (target: string) => ({ kind: "push", target, cause: "c" });
    await consume(push("a"), push("b"), push("a"));
    expect(pushedTo.sort()).toEqual(["a", "b"]);
  });

  test("drops what it does not know, with a line each, and does the rest", async () => {
    const { consume, claimed, logged } = stage();
    const bad = [
      null,
      7,
      "crawl",
      [],
      {},
      { kind: "mail" },
      wake(-1),
      wake(0.5),
      wake("0"),
      wake(0, "c", "x"),
    ];
    await consume(...bad, wake(1), { ...wake(0), added: "later" });
    expect(claimed).toEqual(["qcwy:1 edge:c", "qcwy:0 edge:c"]);
    expect(logged).toEqual(bad.map(() => "queue.unknown-message"));
  });

  test("makes no ledger for a shard that is none", async () => {
    const { consume, claimed, logged } = stage();
    await consume(wake(2), wake(1e9));
    expect(claimed).toEqual([]);
    expect(logged).toEqual(["queue.unknown-message", "queue.unknown-message"]);
  });

  test("fails the batch when the work could not be done, so that it comes again", async () => {
    const { consume } = stage(true);
    await expect(consume({ kind: "ingest", cause: "i" })).rejects.toThrow("ledger is away");
  });
});
