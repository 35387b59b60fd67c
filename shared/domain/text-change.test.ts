import { expect, test } from "vitest";
import { textChange } from "./text-change.ts";

test("tells the sentences that only one text has", () => {
  expect(textChange("负责开发。双休；五险一金\n", "负责开发。大小周；五险一金\n加班有补贴！")).toEqual({
    removed: ["双休；"],
    added: ["大小周；", "加班有补贴！"],
  });
  expect(textChange("a。a。b。", "a。b。")).toEqual({ removed: ["a。"], added: [] });
  expect(textChange("", "")).toEqual({ removed: [], added: [] });
});

test("is bounded however long the texts are", () => {
  const long = Array.from({ length: 1000 }, (_, at) => `${"长".repeat(1000)}${at}。`).join("");
  const { removed, added } = textChange(long, "");
  expect(removed).toHaveLength(20);
  expect(removed[0]).toHaveLength(300);
  expect(added).toEqual([]);
});
