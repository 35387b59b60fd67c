import { expect, test } from "vitest";
import { shardOf } from "./shard.ts";

test("maps a text to the same shard for good (FNV-1a test vectors)", () => {
  expect(shardOf("a", 2 ** 32)).toBe(0xe40c292c);
  expect(shardOf("foobar", 2 ** 32)).toBe(0xbf9cf968);
});

test("spreads texts over all shards", () => {
  const texts = Array.from({ length: 200 }, (_, index) => `key-${index}`);
  expect(new Set(texts.map((text) => shardOf(text, 4))).size).toBe(4);
});
