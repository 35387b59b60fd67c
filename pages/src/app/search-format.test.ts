import { expect, test } from "vitest";
import { parseSearch, stringifySearch } from "./search-format.ts";

test("a list is a repeated parameter, in both directions", () => {
  const address = stringifySearch({
    city: ["上海", "北京"],
    deleted: true,
    pages: 2,
    text: undefined,
    skill: [],
  });
  expect(new URLSearchParams(address).getAll("city")).toEqual(["上海", "北京"]);
  expect(parseSearch(address)).toEqual({ city: ["上海", "北京"], deleted: "true", pages: "2" });
});

test.each(['"数据 分析"', "C++ & C#", "1e5", "true", "0123", "[1]", "50%"])(
  "the text %s is kept as it is",
  (text) => {
    expect(parseSearch(stringifySearch({ text }))).toEqual({ text });
  },
);

test("an address without parameters stays one", () => {
  expect(stringifySearch({})).toBe("");
  expect(parseSearch("")).toEqual({});
});
