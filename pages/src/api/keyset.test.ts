import { expect, test } from "vitest";
import { keysetPages, pollMs } from "./keyset.ts";

test("short lists are followed closely, long ones now and then", () => {
  expect(pollMs(1, 2000)).toBe(2000);
  expect(pollMs(2, 2000)).toBe(2000);
  expect(pollMs(3, 2000)).toBe(15_000);
  expect(pollMs(3, 60_000)).toBe(60_000);
});

test("the last page has no next one", () => {
  const { getNextPageParam } = keysetPages<number>();
  expect(getNextPageParam({ items: [1], next_cursor: "c" })).toBe("c");
  expect(getNextPageParam({ items: [1], next_cursor: null })).toBeUndefined();
});
