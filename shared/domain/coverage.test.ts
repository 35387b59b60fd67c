import { expect, test } from "vitest";
import { coverage } from "./coverage.ts";

test("coverage is the share of the reported total", () => {
  expect(coverage(30, 40)).toBe(0.75);
  expect(coverage(0, 40)).toBe(0);
  expect(coverage(41, 40)).toBeGreaterThan(1);
});

test("there is none while nothing was reported", () => {
  expect(coverage(0, null)).toBeNull();
  expect(coverage(0, 0)).toBeNull();
});
