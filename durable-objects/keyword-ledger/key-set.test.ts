import { reset, runInDurableObject } from "cloudflare:test";
import { afterEach, expect, test } from "vitest";
import { KeySets } from "./key-set.ts";
import { Rig } from "./rig.test-support.ts";

afterEach(() => reset());

const keys = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `key-${from + index}`);

test("the count stays exact over chunks, repeats and evictions, and a page rewrites one chunk", async () => {
  const rig = await Rig.start();
  await runInDurableObject(rig.stub, (_, { storage: { sql } }) => {
    expect(new KeySets(sql).add("k", keys(0, 9000))).toBe(9000);
    const chunks = () =>
      sql
        .exec<{ bytes: number }>("SELECT length(hashes) AS bytes FROM run_keys ORDER BY chunk")
        .toArray()
        .map((row) => row.bytes / 8);
    expect(chunks()).toEqual([4096, 4096, 808]);
    // A new instance remembers nothing: it reads the chunks.
    const rebuilt = new KeySets(sql);
    expect(rebuilt.add("k", keys(8990, 9010))).toBe(9010);
    expect(rebuilt.add("k", keys(0, 9010))).toBe(9010);
    expect(rebuilt.add("k", keys(9010, 12_288))).toBe(12_288);
    expect(chunks()).toEqual([4096, 4096, 4096]);
    expect(new KeySets(sql).add("k", keys(12_000, 12_300))).toBe(12_300);
    rebuilt.drop("k");
    expect(chunks()).toEqual([]);
    expect(rebuilt.add("k", ["one"])).toBe(1);
  });
});

test("many runs at once are each counted for themselves, more of them than memory keeps", async () => {
  const rig = await Rig.start();
  await runInDurableObject(rig.stub, (_, { storage: { sql } }) => {
    const sets = new KeySets(sql);
    for (const round of [1, 2, 3]) {
      for (let run = 0; run < 50; run++) expect(sets.add(`run-${run}`, keys(0, round * 5))).toBe(round * 5);
    }
  });
});
