import { expect, test } from "vitest";
import { afterDecision, positionOf } from "./queue-position.ts";

test("a pair stays the current one when a pair above it leaves the list", () => {
  const keys = ["a", "b", "c", "d"];
  const next = keys[afterDecision(keys.length, 1)];
  expect(next).toBe("c");
  const left = keys.filter((key) => key !== "b");
  expect(left[positionOf(left, next)]).toBe("c");
});

test("above the first focus, and once the current pair is gone, the first pair is the current one", () => {
  expect(positionOf(["a", "b"], undefined)).toBe(0);
  expect(positionOf(["a", "b"], "c")).toBe(0);
  expect(positionOf([], "c")).toBe(0);
});

test("the decision on the last pair leads to the one above it", () => {
  expect(afterDecision(3, 2)).toBe(1);
});
