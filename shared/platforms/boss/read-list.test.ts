import { describe, expect, test } from "vitest";
import { answerOf, queryOf } from "../../../tests/support/platforms/raw-rows.ts";
import { boss } from "./adapter.ts";
import list from "./fixtures/list.json" with { type: "json" };

const read = (body: unknown, page = 1) => boss.readList(answerOf(body), queryOf({ page }));
const data = (changes: Record<string, unknown>) => ({ ...list, zpData: { ...list.zpData, ...changes } });
const empty = (changes: Record<string, unknown>) => data({ jobList: [], hasMore: false, ...changes });

describe("a list with rows", () => {
  test("is ok, with its total and its rows as sent", () => {
    const answer = read(list);
    expect(answer).toMatchObject({ outcome: "ok", reason: null, total: 412, last: false });
    expect(answer.items).toEqual(list.zpData.jobList);
  });

  test("ends only when hasMore says so", () => {
    expect(read(data({ hasMore: false })).last).toBe(true);
    expect(read(data({ hasMore: undefined })).last).toBe(false);
    expect(read(data({ hasMore: undefined, totalCount: 2 })).last).toBe(false);
  });

  test("has no total when the site does not say", () => {
    expect(read(data({ totalCount: undefined, resCount: undefined })).total).toBeNull();
    expect(read(data({ totalCount: undefined })).total).toBe(300);
  });
});

describe("an empty list", () => {
  test.each([
    [empty({ totalCount: 0 }), 1, "true-zero"],
    [empty({ totalCount: 412 }), 1, "blocked"],
    [empty({ totalCount: 0, hasMore: true }), 1, "blocked"],
    [empty({ totalCount: -1, resCount: undefined }), 1, "schema-drift"],
    [empty({ totalCount: undefined, resCount: undefined }), 1, "schema-drift"],
    [empty({ totalCount: 412 }), 21, "past-end"],
    [empty({ totalCount: 412, hasMore: true }), 21, "past-end"],
    [empty({ totalCount: 412, hasMore: true }), 20, "blocked"],
    [empty({ totalCount: 30, hasMore: undefined }), 3, "past-end"],
    [empty({ totalCount: 31, hasMore: undefined }), 3, "blocked"],
    [empty({ totalCount: 31 }), 3, "past-end"],
    [empty({ totalCount: 0 }), 2, "past-end"],
  ])("%# means what its total and page say", (body, page, outcome) => {
    const answer = read(body, page);
    expect(answer.outcome).toBe(outcome);
    expect(answer.items).toEqual([]);
    expect(answer.last).toBe(outcome === "true-zero" || outcome === "past-end");
  });
});

test.each([
  [37, "blocked"],
  [31, "blocked"],
  [35, "blocked"],
  [9, "throttled"],
  [7, "login-needed"],
  [1, "login-needed"],
  [3, "login-needed"],
  [24, "login-needed"],
  [36, "blocked"],
  [17, "blocked"],
])("code %i is %s", (code, outcome) => {
  const answer = read({ code, message: "您的环境存在异常.", zpData: {} });
  expect(answer).toMatchObject({ outcome, reason: `code ${code} 您的环境存在异常.`, last: false });
});

describe("a changed schema", () => {
  const { jobList, ...rest } = list.zpData;
  test.each([
    [{ ...list, zpData: { ...rest, jobs: jobList } }, "zpData.jobList"],
    [{ ...list, zpData: { ...rest, jobList: { 0: jobList[0] } } }, "zpData.jobList"],
    [{ code: 0, message: "Success", data: list.zpData }, "zpData"],
    [{ errno: 0, zpData: list.zpData }, "code"],
    [
      data({ jobList: jobList.map(({ encryptJobId, ...row }) => ({ ...row, jobKey: encryptJobId })) }),
      "encryptJobId",
    ],
  ])("%# is named", (body, field) => {
    const answer = read(body);
    expect(answer.outcome).toBe("schema-drift");
    expect(answer.reason).toMatch(new RegExp(`^${field.replace(".", "\\.")} is missing`));
    expect(answer.items).toEqual([]);
  });

  test("one row without a key among others is that row's matter", () => {
    expect(read(data({ jobList: [...jobList, {}, null] }))).toMatchObject({ outcome: "ok" });
  });
});

test.each([
  ["<html>验证</html>", 200, "blocked"],
  ['{"hello":1}', 200, "blocked"],
  ["", 403, "blocked"],
  ["", 429, "throttled"],
  ["", 500, "server"],
  ['{"code":0,"zpDa', 200, "network"],
])("%j with HTTP %i is %s", (body, status, outcome) => {
  expect(boss.readList(answerOf(body, status), queryOf()).outcome).toBe(outcome);
});
