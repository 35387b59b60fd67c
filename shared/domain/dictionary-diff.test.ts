import { expect, test } from "vitest";
import type { DictionaryEntry } from "../contracts/dictionary.ts";
import { countChanges, diffDictionaries, driftOf } from "./dictionary-diff.ts";

const entry = (code: string, name: string, parent: string | null = null): DictionaryEntry => ({
  code,
  name,
  parent,
});
const before = [entry("1", "北京"), entry("2", "上海"), entry("3", "襄樊"), entry("4", "莱芜")];

test("the same entries in another order are no change", () => {
  expect(diffDictionaries(before, [...before].reverse())).toEqual([]);
});

test("codes, names, what is gone and what is new, in this order", () => {
  const after = [entry("9", "北京"), entry("2", "上海"), entry("3", "襄阳"), entry("5", "三沙")];
  expect(diffDictionaries(before, after)).toEqual([
    { change: "recoded", before: entry("1", "北京"), after: entry("9", "北京") },
    { change: "removed", before: entry("4", "莱芜"), after: null },
    { change: "renamed", before: entry("3", "襄樊"), after: entry("3", "襄阳") },
    { change: "added", before: null, after: entry("5", "三沙") },
  ]);
});

test("two cities that exchange their codes are two other codes, not two other names", () => {
  const changes = diffDictionaries(before.slice(0, 2), [entry("2", "北京"), entry("1", "上海")]);
  expect(countChanges(changes)).toEqual({ added: 0, removed: 0, renamed: 0, recoded: 2 });
});

test("districts of one name in two cities are two entries", () => {
  const districts = [entry("11", "鼓楼区", "1"), entry("21", "鼓楼区", "2")];
  expect(diffDictionaries(districts, [entry("11", "鼓楼区", "1"), entry("22", "鼓楼区", "2")])).toEqual([
    { change: "recoded", before: districts[1], after: entry("22", "鼓楼区", "2") },
  ]);
});

test.each([
  [{ added: 50 }, false, null],
  [{ added: 51 }, false, "51 are new; at most 50 may come without a person"],
  [{ added: 900 }, true, null],
  [{ recoded: 1 }, true, "1 have another code; at most 0 may change without a person"],
  [
    { removed: 2, renamed: 1 },
    false,
    "2 are gone, 1 have another name; at most 0 may change without a person",
  ],
])("%o against the shipped version %s", (counts, isShipped, expected) => {
  const whole = { added: 0, removed: 0, renamed: 0, recoded: 0, ...counts };
  expect(driftOf(whole, { maxAdded: 50, maxDrift: 0 }, isShipped)).toBe(expected);
  expect(driftOf(whole, { maxAdded: 1000, maxDrift: 10 }, isShipped)).toBeNull();
});
