import { expect, test } from "vitest";
import { readRetryAfter } from "./retry-after.ts";

const NOW = Date.UTC(2026, 10, 21, 8);

test.each([
  ["7", 7000],
  [" 0 ", 0],
  ["Sat, 21 Nov 2026 08:00:30 GMT", 30_000],
  ["Sat, 21 Nov 2026 07:59:00 GMT", -60_000],
  ["soon", null],
  ["", null],
  [null, null],
  [undefined, null],
])("%s is %s ms", (value, expected) => {
  expect(readRetryAfter(value, NOW)).toBe(expected);
});
