import { expect, test } from "vitest";
import { chainIndex } from "./market-index.ts";

const days = ["2026-11-01", "2026-11-02", "2026-11-03", "2026-11-04"];

test("steps are chained from 100 on the first day", () => {
  const links = [
    { day: "2026-11-02", cells: 2, before: 100, after: 110 },
    { day: "2026-11-03", cells: 3, before: 400, after: 200 },
    { day: "2026-11-04", cells: 3, before: 200, after: 200 },
  ];
  expect(chainIndex(days, links).map(({ value }) => value)).toEqual([
    100, 110.00000000000001, 55.00000000000001, 55.00000000000001,
  ]);
});

test("a day without a comparable search says nothing, and the next goes on from the last value", () => {
  const links = [
    { day: "2026-11-02", cells: 1, before: 10, after: 20 },
    { day: "2026-11-04", cells: 1, before: 10, after: 5 },
  ];
  expect(chainIndex(days, links)).toEqual([
    { day: "2026-11-01", value: 100, cells: 0 },
    { day: "2026-11-02", value: 200, cells: 1 },
    { day: "2026-11-03", value: null, cells: 0 },
    { day: "2026-11-04", value: 100, cells: 1 },
  ]);
});

test("a step from nothing has no ratio: the day says nothing", () => {
  const links = [
    { day: "2026-11-02", cells: 1, before: 0, after: 20 },
    { day: "2026-11-03", cells: 1, before: 20, after: 30 },
  ];
  expect(chainIndex(days.slice(0, 3), links).map(({ value }) => value)).toEqual([100, null, 150]);
});
