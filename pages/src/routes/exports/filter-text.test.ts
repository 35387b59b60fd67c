import { expect, test } from "vitest";
import { filterText } from "./filter-text.ts";
import { readExportSearch } from "./search.ts";

test("a filter is told member by member; nothing is told of one that asks for everything", () => {
  expect(filterText({ city: ["上海", "北京"], text: "Java", platform: [] })).toBe(
    "city: 上海, 北京 · text: Java",
  );
  expect(filterText({})).toBe("");
});

test("an address opens the dialog with its filter; an unknown word opens nothing", () => {
  expect(readExportSearch({ new: "jobs", filter: "city=%E4%B8%8A%E6%B5%B7" })).toEqual({
    new: "jobs",
    filter: "city=%E4%B8%8A%E6%B5%B7",
    id: undefined,
  });
  expect(readExportSearch({ new: "people" }).new).toBeUndefined();
});
