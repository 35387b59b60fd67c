import { expect, test } from "vitest";
import { textProblem } from "./keyword-text.ts";

test.each([
  ["数据分析", null],
  ["  c++  ", null],
  ["x".repeat(100), null],
  ["", "empty"],
  ["   ", "empty"],
  ["x".repeat(101), "tooLong"],
  ["a\nb", "control"],
])("keyword %j: %s", (text, problem) => {
  expect(textProblem(text)).toBe(problem);
});
