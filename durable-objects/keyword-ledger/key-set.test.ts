import { expect, test } from "vitest";
import { hashOf } from "./key-set.ts";

test("tells keys apart that differ in a digit, in length or in order", () => {
  const keys = Array.from({ length: 20_000 }, (_, index) => String(100_000_000 + index));
  const words = ["", "a", "aa", "ab", "ba", "岗位", "位岗", "1 ", " 1"];
  expect(new Set([...keys, ...words].map(hashOf)).size).toBe(keys.length + words.length);
});

test("fills both halves evenly: each loses as many of 200,000 keys as chance would have it", () => {
  const hashes = Array.from({ length: 200_000 }, (_, index) => hashOf(`CC${120_000_000 + index}J4`));
  expect(new Set(hashes).size).toBe(hashes.length);
  for (const half of [(hash: bigint) => hash & 0xffff_ffffn, (hash: bigint) => hash >> 32n]) {
    // n² / 2³³ = 4.7 pairs are to be expected.
    expect(hashes.length - new Set(hashes.map(half)).size).toBeLessThan(30);
  }
});
