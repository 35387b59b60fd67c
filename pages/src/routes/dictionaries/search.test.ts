import { expect, test } from "vitest";
import { readDictionariesSearch } from "./search.ts";

test("a link shows the same view, dictionary, version and words", () => {
  const link = {
    view: "divisions",
    lacking: "boss",
    pages: 3,
    open: "qcwy:city",
    version: 0,
    find: "foshan",
  };
  expect(readDictionariesSearch(link)).toEqual({ ...link, open: { platform: "qcwy", kind: "city" } });
});

test("unknown values of an old link are left out", () => {
  const link = { view: "x", lacking: "monster", pages: "-1", open: "boss:moon", version: "old", find: " " };
  expect(readDictionariesSearch(link)).toEqual({
    view: "dictionaries",
    lacking: undefined,
    pages: undefined,
    open: undefined,
    version: undefined,
    find: undefined,
  });
});
