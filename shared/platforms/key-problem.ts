/** Why a row has no key: a number that JSON cannot hold exactly is no longer the one that the site sent. */
import { isFields } from "./read.ts";

/** The row with its large numbers as texts, so that a key among them is found; details nest their keys once. */
function withLargeNumbersAsText(value: unknown, depth: number): unknown {
  if (typeof value === "number") return Number.isInteger(value) && !Number.isSafeInteger(value) ? "1" : value;
  if (depth === 0 || !isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, withLargeNumbersAsText(field, depth - 1)]),
  );
}

/** True for a row in which `keyOf` finds no key because it is such a number. */
export const hasLargeKey = (raw: unknown, keyOf: (raw: unknown) => string | null | undefined): boolean =>
  !keyOf(raw) && Boolean(keyOf(withLargeNumbersAsText(raw, 2)));

/**
 * @param raw a row in which `keyOf` finds no key
 * @returns the reason, as it follows the column's name in an answer
 */
export function missingKeyReason(raw: unknown, keyOf: (raw: unknown) => string | null | undefined): string {
  return hasLargeKey(raw, keyOf) ? "is too large to be exact as a number: send it as text" : "is missing";
}
