import { expect, test } from "vitest";
import { BoundedMap } from "./bounded-map.ts";

test("holds no more than its bound, and empties itself for one entry more", () => {
  const map = new BoundedMap<string, number>(2);
  map.set("a", 1).set("b", 2).set("a", 3);
  expect([...map]).toEqual([
    ["a", 3],
    ["b", 2],
  ]);
  map.set("c", 4);
  expect([...map]).toEqual([["c", 4]]);
});
