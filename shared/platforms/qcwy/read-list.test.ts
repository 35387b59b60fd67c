import { describe, expect, test } from "vitest";
import { answerOf, queryOf } from "../../../tests/support/platforms/raw-rows.ts";
import { qcwy } from "./adapter.ts";
import list from "./fixtures/list.json" with { type: "json" };

const read = (body: unknown, page = 1) => qcwy.readList(answerOf(body), queryOf({ page }));
const job = (changes: Record<string, unknown>) => ({
  ...list,
  resultbody: { ...list.resultbody, job: { ...list.resultbody.job, ...changes } },
});

test("rows are ok, and the last page follows from the total", () => {
  expect(read(list)).toMatchObject({
    outcome: "ok",
    total: 41,
    last: false,
    items: list.resultbody.job.items,
  });
  expect(read(list, 2).last).toBe(false);
  expect(read(list, 3).last).toBe(true);
  expect(read(job({ totalCount: 20 })).last).toBe(true);
  expect(read(job({ totalCount: "41" }), 3)).toMatchObject({ total: 41, last: true });
});

test("no query reaches past page 50", () => {
  expect(read(job({ totalCount: 100_000 }), 49).last).toBe(false);
  expect(read(job({ totalCount: 100_000 }), 50).last).toBe(true);
});

test.each([
  [{ items: [], totalCount: 0 }, 1, "true-zero"],
  [{ items: [], totalCount: 0 }, 2, "past-end"],
  [{ items: [], totalCount: 41 }, 1, "blocked"],
  [{ items: [], totalCount: 41 }, 3, "blocked"],
  [{ items: [], totalCount: 41 }, 4, "past-end"],
  [{ items: [], totalCount: 5000 }, 50, "blocked"],
  [{ items: [], totalCount: 5000 }, 51, "past-end"],
])("an empty list %j on page %i is %s", (changes, page, outcome) => {
  const answer = read(job(changes), page);
  expect(answer.outcome).toBe(outcome);
  expect(answer.last).toBe(outcome !== "blocked");
});

describe("a changed schema", () => {
  const { items } = list.resultbody.job;
  test.each([
    [job({ items: undefined, list: items }), "resultbody.job.items"],
    [job({ totalCount: undefined, total: 41 }), "resultbody.job.totalCount"],
    [job({ totalCount: -1, items: [] }), "resultbody.job.totalCount"],
    [{ ...list, resultbody: { jobs: list.resultbody.job } }, "resultbody.job"],
    [{ status: "1", message: "成功", body: {} }, "resultbody"],
    [{ code: "1", resultbody: list.resultbody }, "status"],
    [job({ items: items.map(({ jobId, ...row }) => ({ ...row, id: jobId })) }), "jobId"],
  ])("%# is named", (body, field) => {
    const answer = read(body);
    expect(answer.outcome).toBe("schema-drift");
    expect(answer.reason).toMatch(new RegExp(`^${field.replaceAll(".", "\\.")} is missing`));
  });

  test("is not what keys too large for a number are called", () => {
    const answer = read(job({ items: items.map((row) => ({ ...row, jobId: 2 ** 53 })) }));
    expect(answer).toMatchObject({
      outcome: "schema-drift",
      reason: "jobId is too large to be exact as a number",
    });
  });
});

test.each([
  ["<!DOCTYPE html><title>滑动验证页面</title>", 200, "blocked"],
  ['{"status":"0","message":"请求参数错误","resultbody":{}}', 200, "blocked"],
  ['{"status":"10","message":"x"}', 200, "blocked"],
  ['{"hello":1}', 200, "blocked"],
  ['{"status":"1","resultbody":{"job":{"it', 200, "network"],
  ["", 403, "blocked"],
  ["", 429, "throttled"],
  ["<html>", 502, "server"],
])("%j with HTTP %i is %s", (body, status, outcome) => {
  expect(qcwy.readList(answerOf(body, status), queryOf()).outcome).toBe(outcome);
});
