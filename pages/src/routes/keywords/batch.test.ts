import { expect, test } from "vitest";
import { planBatch } from "./batch.ts";

const values = { platforms: ["boss", "qcwy"] as const, cities: ["北京", "上海", "全国"], priority: 8 };
const plan = (lines: string) => planBatch({ ...values, platforms: [...values.platforms], lines });

test("every platform, city and line is a keyword of its own, in the order given", () => {
  const { items } = plan("Java\n数据 分析\n");
  expect(items).toHaveLength(2 * 3 * 2);
  expect(new Set(items.map((item) => JSON.stringify(item))).size).toBe(12);
  expect(items[0]).toEqual({ platform: "boss", city: "北京", keyword: "Java", channel: "web", priority: 8 });
  expect(items.at(-1)).toMatchObject({ platform: "qcwy", city: "全国", keyword: "数据 分析" });
});

test("empty lines, blanks and repeated lines in any case count once, in the spelling that came first", () => {
  const { words, repeated } = plan("  Java \r\n\r\n\njava\nJAVA\nGo\n");
  expect(words).toEqual(["Java", "Go"]);
  expect(repeated).toBe(2);
});

test("nothing is planned while a part is missing", () => {
  expect(plan(" \n ").items).toEqual([]);
  expect(planBatch({ platforms: ["boss"], cities: [], lines: "Java", priority: 5 }).items).toEqual([]);
});

test("the line that is no keyword is named", () => {
  expect(plan("Java\n\n大".concat("数".repeat(100))).problem).toEqual({ line: 3, problem: "tooLong" });
  expect(plan("Java").problem).toBeNull();
});
