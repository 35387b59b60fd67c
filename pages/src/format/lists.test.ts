import { expect, test } from "vitest";
import { formatList } from "./lists.ts";

test("each language has its own comma", () => {
  expect(formatList(["Shanghai", "Beijing"], "en-US")).toBe("Shanghai, Beijing");
  expect(formatList(["上海", "北京"], "zh-CN")).toBe("上海、北京");
  expect(formatList([], "zh-CN")).toBe("");
});
