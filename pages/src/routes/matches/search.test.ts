import { expect, test } from "vitest";
import { type MatchSearch, readMatchSearch } from "./search.ts";

test("the address says what is shown; what it cannot mean is left out", () => {
  const all: MatchSearch = {
    tab: "companies",
    view: "decided",
    kind: "short",
    platform: "boss",
    text: "悠享",
  };
  expect(readMatchSearch({ ...all })).toEqual(all);
  expect(
    readMatchSearch({ tab: "x", view: "waiting", kind: ["a"], platform: "monster", text: { a: 1 } }),
  ).toEqual({});
  expect(readMatchSearch({ text: "长".repeat(500) }).text).toHaveLength(100);
});
