import { expect, test } from "vitest";
import { monthsBetween } from "./months.ts";

test("fills the months without a posting, over the end of a year", () => {
  expect(monthsBetween(["2027-02", "2026-11"])).toEqual(["2026-11", "2026-12", "2027-01", "2027-02"]);
  expect(monthsBetween(["2026-11"])).toEqual(["2026-11"]);
  expect(monthsBetween([])).toEqual([]);
});

test("a date far off makes no endless list", () => {
  expect(monthsBetween(["1900-01", "2299-12"])).toHaveLength(240);
});
