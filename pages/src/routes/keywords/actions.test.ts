import { expect, test } from "vitest";
import type { Keyword, KeywordRun } from "../../../../shared/contracts/keyword.ts";
import { actionsOf, isDestructive, likelyAction } from "./actions.ts";

const run: KeywordRun = {
  run_id: "3f0c1f0e-4b1f-4a55-9d0e-1c2d3e4f5a6b",
  started_at: 1,
  finished_at: null,
  pages: 3,
  rows: 60,
  distinct: 60,
  invalid: 0,
  reported: 100,
  early_stopped: false,
};
const keyword: Keyword = {
  id: "01930000-0000-8000-8000-000000000001",
  platform: "boss",
  keyword: "数据分析",
  city: "北京",
  channel: "web",
  priority: 5,
  state: "pending",
  due_at: 1,
  attempts: 0,
  last_outcome: null,
  last_error: null,
  run: null,
  coverage: null,
  created_at: 1,
  updated_at: 1,
  deleted_at: null,
  owner_id: null,
  department_id: null,
};

test("a deleted keyword can only be brought back", () => {
  expect(actionsOf({ ...keyword, deleted_at: 5 })).toEqual(["restore"]);
});

test("a running keyword can be stopped, not started again", () => {
  const actions = actionsOf({ ...keyword, state: "running", run });
  expect(actions).toContain("pause");
  expect(actions).not.toContain("run");
  expect(actions).not.toContain("restore");
});

test.each([
  ["pending", "run"],
  ["running", "pause"],
  ["done", "run"],
  ["blocked", "retry"],
  ["failed", "retry"],
  ["paused", "resume"],
] as const)("the likely action of a %s keyword is %s", (state, action) => {
  expect(likelyAction(actionsOf({ ...keyword, state, run }))).toBe(action);
});

test("what throws something away is asked for twice", () => {
  expect(isDestructive("delete")).toBe(true);
  expect(isDestructive("restart")).toBe(true);
  expect(isDestructive("skip")).toBe(true);
  expect(isDestructive("pause")).toBe(false);
});
