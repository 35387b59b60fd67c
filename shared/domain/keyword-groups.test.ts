import { expect, test } from "vitest";
import { keywordGroups } from "./keyword-groups.ts";

test("keywords that share a word are a group, the longest word of the same keywords names it", () => {
  const engineers = ["测试工程师", "算法工程师", "硬件工程师", "机械工程师", "结构工程师"];
  expect(keywordGroups(engineers)).toEqual([{ word: "工程师", keywords: 5 }]);
  expect(keywordGroups(engineers.slice(1))).toEqual([]);
});

test("Latin words are compared whole and without case; signs belong to them", () => {
  const java = ["Java", "java 架构", "JAVA web", "java-ee", "java spark", "Java kafka", "javascript"];
  expect(keywordGroups(java)).toEqual([{ word: "java", keywords: 5 }]);
  const c = ["c++ 游戏", "c++ qt", "C++ linux", "c++ 音视频", "c++", "c"];
  expect(keywordGroups(c)).toEqual([{ word: "c++", keywords: 5 }]);
});

test("a keyword counts once, however often it contains the word", () => {
  expect(keywordGroups(["销售销售", "销售", "销售", "电话销售", "渠道销售"])).toEqual([]);
});
