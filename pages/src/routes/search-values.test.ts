import { expect, test } from "vitest";
import { readJobSearch } from "./jobs/search.ts";
import { readKeywordSearch } from "./keywords/search.ts";
import { readPages } from "./search-values.ts";

test("known filters are read, a keyword of digits stays a text", () => {
  expect(readKeywordSearch({ platform: "qcwy", state: "done", search: 996, city: " 北京 " })).toEqual({
    platform: "qcwy",
    state: "done",
    search: "996",
    city: "北京",
    deleted: undefined,
    id: undefined,
    pages: undefined,
  });
});

test("unknown, empty and misshapen filters are left out", () => {
  const search = readKeywordSearch({
    platform: "lagou",
    state: ["done"],
    search: "  ",
    city: {},
    deleted: "1",
  });
  expect(Object.values(search).every((value) => value === undefined)).toBe(true);
  const job = { platform: "boss", text: null, sort: "random", open: "lagou:1", columns: ["city", "colour"] };
  expect(readJobSearch(job)).toEqual({
    filter: { platform: ["boss"] },
    sort: "newest",
    open: undefined,
    columns: ["city"],
    pages: undefined,
  });
});

test.each([
  [2, 2],
  ["3", 3],
  [500, 20],
  [1, undefined],
  [2.5, undefined],
  ["many", undefined],
  [-4, undefined],
])("pages=%s loads %s pages", (given, pages) => {
  expect(readPages(given)).toBe(pages);
});
