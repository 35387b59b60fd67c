import { expect, test } from "vitest";
import { spreadOf } from "./spread.ts";

test("mean and 95 % point by nearest rank", () => {
  expect(spreadOf([])).toBeNull();
  expect(spreadOf([7])).toEqual({ mean_ms: 7, p95_ms: 7 });
  expect(spreadOf(Array.from({ length: 100 }, (_, index) => 100 - index))).toEqual({
    mean_ms: 50.5,
    p95_ms: 95,
  });
});
