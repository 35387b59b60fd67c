import { expect, test } from "vitest";
import { readQuarantineSearch } from "./search.ts";

test("a link shows the same filter and batch", () => {
  expect(readQuarantineSearch({ state: "dropped", platform: "boss", open: "b-1" })).toEqual({
    filter: "dropped",
    state: "dropped",
    platform: "boss",
    open: "b-1",
  });
});

test("what waits is shown first, and unknown values of an old link are left out", () => {
  const waiting = { filter: "waiting", state: "waiting", platform: undefined, open: undefined };
  expect(readQuarantineSearch({ state: "x", platform: "monster" })).toEqual(waiting);
  expect(readQuarantineSearch({ state: "all" })).toEqual({ ...waiting, filter: "all", state: undefined });
});
