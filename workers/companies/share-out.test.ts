import { expect, test } from "vitest";
import { shareOut } from "./share-out.ts";

test.each([
  [30, [100, 100, 100], [10, 10, 10]],
  [30, [2, 100, 100], [2, 14, 14]],
  [30, [100, 0, 3], [27, 0, 3]],
  [1, [5, 5, 5], [1, 0, 0]],
  [50, [5, 5], [5, 5]],
  [0, [5, 5], [0, 0]],
  [30, [], []],
])("%i among %j", (limit, wanted, shares) => {
  expect(shareOut(limit, wanted)).toEqual(shares);
});
