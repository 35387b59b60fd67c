import * as fc from "fast-check";
import { expect, test } from "vitest";
import { afterCheck, permissionGroups } from "./permission-groups.ts";

const permission = (method: string, path: string, summary = "") => ({
  id: `${method} ${path}`,
  method,
  path,
  scope: "read",
  summary,
});
const all = [
  permission("GET", "/api/v1/keywords", "List keywords"),
  permission("POST", "/api/v1/keywords", "Create a keyword"),
  permission("GET", "/api/v1/keywords/{id}/events"),
  permission("GET", "/api/v1/users", "List users"),
];
const found = (search: string) =>
  permissionGroups(all, search).map(({ noun, permissions }) => [noun, permissions.length]);

test("permissions are grouped by their noun; every word of the search must be found", () => {
  expect(found("")).toEqual([
    ["keywords", 3],
    ["users", 1],
  ]);
  expect(found("GET list")).toEqual([
    ["keywords", 1],
    ["users", 1],
  ]);
  expect(found("post USERS")).toEqual([]);
});

test("a click in a searched list leaves what the search hides alone", () => {
  expect(afterCheck(["a", "b"], ["b", "c"], ["c"]).toSorted()).toEqual(["a", "c"]);
  const ids = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e"));
  fc.assert(
    fc.property(ids, ids, ids, (chosen, shown, checked) => {
      const after = new Set(afterCheck(chosen, shown, checked));
      for (const id of ["a", "b", "c", "d", "e"] as const) {
        expect(after.has(id)).toBe(shown.includes(id) ? checked.includes(id) : chosen.includes(id));
      }
    }),
  );
});
