import { expect, test } from "vitest";
import { readRetryAfter } from "./retry-after.ts";

const NOW = Date.UTC(2026, 10, 21, 8);

test.each([
  ["7", 7000],
  [" 0 ", 0],
  ["Sat, 21 Nov 2026 08:00:30 GMT", 30_000],
  ["Saturday, 21-Nov-26 08:00:30 GMT", 30_000],
  ["Sat Nov 21 08:00:30 2026", 30_000],
  // A date that has passed says nothing of when to try again.
  ["Sat, 21 Nov 2026 07:59:00 GMT", null],
  ["Sat, 21 Nov 2026 08:00:00 GMT", null],
  ["Sat, 99 Nov 2026 08:00:30 GMT", null],
  ["-5", null],
  ["-1", null],
  ["+5", null],
  ["5.5", null],
  ["5s", null],
  ["1e3", null],
  ["2027", 2_027_000],
  ["2027-01-01", null],
  ["5, 10", null],
  ["soon", null],
  ["", null],
  [null, null],
  [undefined, null],
])("%s is %s ms", (value, expected) => {
  expect(readRetryAfter(value, NOW)).toBe(expected);
});
