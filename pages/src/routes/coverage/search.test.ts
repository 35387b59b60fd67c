import { expect, test } from "vitest";
import { readCoverageSearch } from "./search.ts";

test("what the page shows stands in its address and is read back", () => {
  const search = { view: "next", platform: "qcwy", city: "上海", days: 90, pages: 2 } as const;
  expect(readCoverageSearch({ ...search })).toEqual(search);
  expect(readCoverageSearch({ days: "7", pages: "3" })).toMatchObject({ days: 7, pages: 3 });
});

test("unknown values of an old or mistyped link are left out", () => {
  const read = readCoverageSearch({ view: "x", platform: "x", city: " ", days: 12, pages: 1 });
  expect(Object.values(read).every((value) => value === undefined)).toBe(true);
});
