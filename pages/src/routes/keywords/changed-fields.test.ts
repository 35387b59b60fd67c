import { expect, test } from "vitest";
import { changedFields } from "./changed-fields.ts";

const before = { priority: 5, city: "北京" };

test("only what differs is sent, and nothing when nothing does", () => {
  expect(changedFields(before, { priority: 0, city: "北京" })).toEqual({ priority: 0 });
  expect(changedFields(before, { priority: 0, city: "上海" })).toEqual({ priority: 0, city: "上海" });
  expect(changedFields(before, { ...before })).toBeNull();
});
