import { expect, test } from "vitest";
import { filterOf, readAuditSearch } from "./search.ts";

test("unknown values in the address are left out", () => {
  const raw = { method: "SEIZE", from: "2026-13-45", to: "soon", actor: " admin ", action: 7 };
  expect(readAuditSearch(raw)).toEqual({ actor: "admin", action: "7" });
});

test("days become their first and last millisecond, in local time", () => {
  const { from = 0, to = 0 } = filterOf({ from: "2026-11-25", to: "2026-11-25" });
  expect(new Date(from).getHours()).toBe(0);
  expect(new Date(from).getDate()).toBe(25);
  expect(new Date(to + 1).getDate()).toBe(26);
  expect(filterOf({ text: "x" })).toEqual({ text: "x", from: undefined, to: undefined });
});
