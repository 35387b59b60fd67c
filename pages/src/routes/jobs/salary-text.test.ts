import { expect, test } from "vitest";
import { saysMore } from "./salary-text.ts";

const range = { monthly_min: 8000, monthly_max: 13_000 };

test.each(["8-13K", "8–13k", "8 - 13 K", "0.8-1.3万", "8千-1.3万", "8000-13000元/月", "8000-13000"])(
  "%s is the range once more",
  (text) => {
    expect(saysMore(text, range)).toBe(false);
  },
);

test.each(["8-13K·14薪", "8-13K/周", "400-600元/天", "面议", "8-15K", ""])("%s says more", (text) => {
  expect(saysMore(text, range)).toBe(true);
});

test("a single amount is the range when both ends are it", () => {
  expect(saysMore("8K", { monthly_min: 8000, monthly_max: 8000 })).toBe(false);
  expect(saysMore("8K", range)).toBe(true);
});
