import { expect, test } from "vitest";
import { changesOf, itemsChanged } from "./changes.ts";

test("only what differs is listed, with its path", () => {
  const before = { name: "Ann", department: { id: 1, name: "A" }, roles: ["x"], same: [1] };
  const after = { name: "Anna", department: { id: 1, name: "B" }, roles: ["x", "y"], same: [1] };
  expect(changesOf(before, after)).toEqual([
    { path: "name", before: "Ann", after: "Anna" },
    { path: "department.name", before: "A", after: "B" },
    { path: "roles", before: ["x"], after: ["x", "y"] },
  ]);
});

test("something new and something deleted are listed field by field; null is nothing only as a whole", () => {
  expect(changesOf(null, { a: 1, b: null })).toEqual([
    { path: "a", before: undefined, after: 1 },
    { path: "b", before: undefined, after: null },
  ]);
  expect(changesOf({ a: 1 }, null)).toEqual([{ path: "a", before: 1, after: undefined }]);
  expect(changesOf({ a: null }, { a: { b: 1 } })).toEqual([{ path: "a", before: null, after: { b: 1 } }]);
  expect(changesOf(null, "text")).toEqual([{ path: "", before: undefined, after: "text" }]);
  expect(changesOf(null, null)).toEqual([]);
});

test("of a list, what came and what went", () => {
  expect(itemsChanged(["a", "b"], ["b", "c"])).toEqual({ added: ["c"], removed: ["a"] });
  expect(itemsChanged(null, ["b"])).toBeNull();
});
