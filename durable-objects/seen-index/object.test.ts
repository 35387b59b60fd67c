import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import type { SeenIndexApi } from "../../shared/contracts/seen-index.ts";
import { shardOf } from "../../shared/domain/shard.ts";
import { DAY_MS } from "../../shared/time.ts";
import { seenClient } from "./client.ts";
import type { SeenIndex } from "./object.ts";

const fresh = () => env.SEEN_INDEX.get(env.SEEN_INDEX.newUniqueId());
const entries = (count: number, hash = "h") =>
  Array.from({ length: count }, (_, index) => ({
    key: `job-${(index * 7919) % count}`,
    hash: `${hash}${index}`,
  }));
const line = (stub: DurableObjectStub<SeenIndex>, key: string) =>
  runInDurableObject(
    stub,
    (_object, state) =>
      state.storage.sql
        .exec("SELECT key, hash, first_seen, last_seen FROM seen WHERE key = ?", key)
        .toArray()[0],
  );

describe("SeenIndex", () => {
  test("tells new, changed and unchanged apart, in the order asked", async () => {
    const index: SeenIndexApi = fresh();
    await index.mark(
      [
        { key: "a", hash: "1" },
        { key: "b", hash: "1" },
      ],
      1000,
      1,
    );
    expect(
      await index.check([
        { key: "c", hash: "1" },
        { key: "b", hash: "2" },
        { key: "a", hash: "1" },
        { key: "c", hash: "1" },
      ]),
    ).toEqual(["new", "changed", "unchanged", "new"]);
    expect(await index.count()).toBe(2);
  });

  test("answers an empty question", async () => {
    const index = fresh();
    await index.mark([], 1, 1);
    expect(await index.check([])).toEqual([]);
    expect(await index.count()).toBe(0);
  });

  test("takes 10,000 entries in one call", async () => {
    const index = fresh();
    const many = entries(10_000);
    await index.mark(
      many.filter((_, position) => position % 3 === 0),
      1,
      1,
    );
    await index.mark(
      many.filter((_, position) => position % 3 === 1).map(({ key }) => ({ key, hash: "old" })),
      1,
      1,
    );
    const verdicts = await index.check(many);
    expect(verdicts).toEqual(many.map((_, position) => ["unchanged", "changed", "new"][position % 3]));
  });

  test("writes no row that is unchanged, however old; a change keeps first_seen", async () => {
    const index = fresh();
    await index.mark([{ key: "a", hash: "1" }], 1000, 1);
    await index.mark([{ key: "a", hash: "1" }], 1000 + 400 * DAY_MS, 1);
    expect(await line(index, "a")).toMatchObject({ first_seen: 1000, last_seen: 1000 });
    await index.mark([{ key: "a", hash: "2" }], 1002 + 400 * DAY_MS, 1);
    expect(await line(index, "a")).toMatchObject({
      first_seen: 1000,
      last_seen: 1002 + 400 * DAY_MS,
      hash: "2",
    });
  });

  test("a consumer that lost its group marks too late: what a later group stored stays", async () => {
    const index = fresh();
    await index.mark([{ key: "a", hash: "older" }], 1000, 7);
    await index.mark([{ key: "a", hash: "newer" }], 2000, 8);
    await index.mark(
      [
        { key: "a", hash: "older" },
        { key: "b", hash: "1" },
      ],
      3000,
      7,
    );
    expect(
      await index.check([
        { key: "a", hash: "newer" },
        { key: "b", hash: "1" },
      ]),
    ).toEqual(["unchanged", "unchanged"]);
    // What was put back from ClickHouse has no fence.
    await index.restore([{ key: "c", hash: "1", first_seen: 1, last_seen: 1 }]);
    await index.mark([{ key: "c", hash: "2" }], 4000, 1);
    expect(await index.check([{ key: "c", hash: "2" }])).toEqual(["unchanged"]);
  });

  test("takes keys with quotes, brackets and any script as plain values", async () => {
    const index = fresh();
    const odd = ["'; DROP TABLE seen; --", '"],["x', "职位\u0000", "[]", "1"].map((key) => ({
      key,
      hash: "1",
    }));
    await index.mark(odd, 1, 1);
    expect(await index.check(odd)).toEqual(odd.map(() => "unchanged"));
    expect(await index.check([{ key: "x", hash: "1" }])).toEqual(["new"]);
  });

  test("restores the line seen last and the earliest first sight, and forgets on clear", async () => {
    const index = fresh();
    await index.mark([{ key: "a", hash: "live" }], 500, 1);
    await index.restore([
      { key: "a", hash: "older", first_seen: 100, last_seen: 400 },
      { key: "b", hash: "1", first_seen: 1, last_seen: 2 },
    ]);
    expect(await line(index, "a")).toEqual({ key: "a", hash: "live", first_seen: 100, last_seen: 500 });
    expect(await line(index, "b")).toEqual({ key: "b", hash: "1", first_seen: 1, last_seen: 2 });
    await index.clear();
    expect(await index.count()).toBe(0);
  });

  test("restores content that is newer than what it has, and keeps what is as new", async () => {
    const index = fresh();
    await index.mark([{ key: "a", hash: "live" }], 500, 1);
    await index.mark([{ key: "b", hash: "live" }], 500, 1);
    await index.restore([
      { key: "a", hash: "newer", first_seen: 600, last_seen: 900 },
      { key: "b", hash: "equal", first_seen: 500, last_seen: 500 },
    ]);
    expect(await line(index, "a")).toEqual({ key: "a", hash: "newer", first_seen: 500, last_seen: 900 });
    expect(await line(index, "b")).toEqual({ key: "b", hash: "live", first_seen: 500, last_seen: 500 });
  });

  test("restores more than one statement takes, and keeps what was marked at the very time of the question", async () => {
    const index = fresh();
    const many = entries(5001).map((entry) => ({ ...entry, first_seen: 1, last_seen: 2 }));
    await index.restore(many);
    expect(await index.count()).toBe(5001);
    expect(new Set(await index.check(many))).toEqual(new Set(["unchanged"]));
    await index.mark([{ key: "z", hash: "1" }], 2000, 1);
    await index.restore([], { after: "", up_to: null, before: 2000 });
    expect(await index.count()).toBe(1);
    expect(await index.check([{ key: "z", hash: "1" }])).toEqual(["unchanged"]);
  });

  test("deletes stale lines of the range that ClickHouse was asked about, and no others", async () => {
    const index = fresh();
    const marked = ["a", "b", "c", "职", "😀"].map((key) => ({ key, hash: "1" }));
    await index.mark(marked, 1000, 1);
    await index.mark([{ key: "b2", hash: "1" }], 3000, 1);
    const record = { key: "b", hash: "2", first_seen: 1, last_seen: 2 };
    await index.restore([record], { after: "a", up_to: "c", before: 2000 });
    expect(await line(index, "b")).toEqual({ key: "b", hash: "2", first_seen: 1, last_seen: 2 });
    expect(await index.check([...marked, { key: "b2", hash: "1" }])).toEqual([
      "unchanged",
      "changed",
      "new",
      "unchanged",
      "unchanged",
      "unchanged",
    ]);
    // In the order of ClickHouse: of the bytes, not of JavaScript's letters.
    await index.restore([], { after: "职", up_to: null, before: 2000 });
    expect(await index.check(marked.slice(3))).toEqual(["unchanged", "new"]);
  });

  test("survives an eviction", async () => {
    const index = fresh();
    await index.mark([{ key: "a", hash: "1" }], 1, 1);
    await evictDurableObject(index);
    expect(await index.check([{ key: "a", hash: "1" }])).toEqual(["unchanged"]);
  });
});

describe("seenClient", () => {
  test("keeps the order over shards, and platforms and types apart", async () => {
    const seen = seenClient(env.SEEN_INDEX, 4);
    const many = entries(200);
    expect(new Set(many.map(({ key }) => shardOf(key, 4))).size).toBe(4);
    await seen.mark("boss", "job", many.slice(0, 100), 1, 1);
    expect(await seen.check("boss", "job", many)).toEqual(
      many.map((_, position) => (position < 100 ? "unchanged" : "new")),
    );
    expect(await seen.count("boss", "job")).toBe(100);
    expect(new Set(await seen.check("qcwy", "job", many))).toEqual(new Set(["new"]));
    expect(new Set(await seen.check("boss", "employer", many))).toEqual(new Set(["new"]));
    await seen.clear("boss", "job");
    expect(await seen.count("boss", "job")).toBe(0);
    await seen.restore(
      "boss",
      "job",
      many.map((entry) => ({ ...entry, first_seen: 1, last_seen: 1 })),
    );
    expect(await seen.count("boss", "job")).toBe(200);
    expect(new Set(await seen.check("boss", "job", many))).toEqual(new Set(["unchanged"]));
  });

  test("deletes stale lines in every shard, also in those that get nothing back", async () => {
    const seen = seenClient(env.SEEN_INDEX, 4);
    const many = entries(200).map((entry) => ({ ...entry, key: `stale-${entry.key}` }));
    await seen.clear("zhilian", "job");
    await seen.mark("zhilian", "job", many, 1, 1);
    const [first] = many as [(typeof many)[number]];
    const record = { ...first, first_seen: 1, last_seen: 1 };
    await seen.restore("zhilian", "job", [record], { after: "", up_to: null, before: 2 });
    expect(await seen.count("zhilian", "job")).toBe(1);
    expect(await seen.check("zhilian", "job", [first])).toEqual(["unchanged"]);
  });
});
