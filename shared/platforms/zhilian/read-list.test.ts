import { describe, expect, test } from "vitest";
import { answerOf, queryOf } from "../../../tests/support/platforms/raw-rows.ts";
import { zhilian } from "./adapter.ts";
import list from "./fixtures/list.json" with { type: "json" };

const read = (body: unknown, page = 1) => zhilian.readList(answerOf(body), queryOf({ page }));
const data = (changes: Record<string, unknown>) => ({ ...list, data: { ...list.data, ...changes } });

test("rows are ok, and isEndPage ends the list", () => {
  expect(read(list)).toMatchObject({ outcome: "ok", total: 41, last: false, items: list.data.list });
  expect(read(data({ isEndPage: 1 })).last).toBe(true);
  expect(read(data({ isEndPage: true })).last).toBe(true);
  expect(read(data({ isEndPage: undefined }), 2).last).toBe(false);
  expect(read(data({ isEndPage: undefined }), 3).last).toBe(true);
});

test.each([
  [{ list: [], count: 0 }, 1, "true-zero"],
  [{ list: [], count: 0 }, 2, "past-end"],
  [{ list: [], count: 41 }, 1, "blocked"],
  [{ list: [], count: 41, isEndPage: 1 }, 3, "blocked"],
  [{ list: [], count: 41 }, 4, "past-end"],
  [{ list: [], count: 40 }, 3, "past-end"],
])("an empty list %j on page %i is %s", (changes, page, outcome) => {
  const answer = read(data(changes), page);
  expect(answer.outcome).toBe(outcome);
  expect(answer.last).toBe(outcome !== "blocked");
});

test("a verification asked for inside a good envelope is blocked, rows or none", () => {
  expect(read(data({ isVerification: 1 }))).toMatchObject({ outcome: "blocked", items: [] });
  for (const yes of [true, "1", 2, "yes", { url: "x" }]) {
    expect(read(data({ isVerification: yes })).outcome).toBe("blocked");
  }
  for (const no of [0, "0", false, "", null, undefined]) {
    expect(read(data({ isVerification: no })).outcome).toBe("ok");
  }
  expect(read(data({ isVerification: 1, count: 0, list: [] })).outcome).toBe("blocked");
});

describe("a changed schema", () => {
  const rows = list.data.list;
  test.each([
    [data({ list: undefined, results: rows }), "data.list"],
    [data({ count: undefined, numFound: 41 }), "data.count"],
    [data({ count: -1, list: [] }), "data.count"],
    [{ code: 200, message: "成功", result: list.data }, "data"],
    [{ status: 200, data: list.data }, "code"],
    [data({ list: rows.map(({ number, ...row }) => ({ ...row, positionNumber: number })) }), "number"],
  ])("%# is named", (body, field) => {
    const answer = read(body);
    expect(answer.outcome).toBe("schema-drift");
    expect(answer.reason).toMatch(new RegExp(`^${field.replaceAll(".", "\\.")} is missing`));
  });
});

test.each([
  ["<html><div id=captcha></div></html>", 200, "blocked"],
  ['{"code":401,"message":"请先登录","data":null}', 200, "blocked"],
  ['{"code":200,"data":{"list":[{"num', 200, "network"],
  ['{"hello":1}', 200, "blocked"],
  ["", 401, "login-needed"],
  ["", 403, "blocked"],
  ["", 429, "throttled"],
  ["", 504, "server"],
])("%j with HTTP %i is %s", (body, status, outcome) => {
  expect(zhilian.readList(answerOf(body, status), queryOf()).outcome).toBe(outcome);
});
