import * as fc from "fast-check";
import { expect, test } from "vitest";
import { packLetters, packNumbers, unpackLetters, unpackNumbers } from "./run-length.ts";

test("letters come back, and a run of one kind is short", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("n", "c", "u", "d")), (letters) => {
      expect(unpackLetters(packLetters(letters.join("")))).toBe(letters.join(""));
    }),
  );
  expect(packLetters("n".repeat(10_000))).toBe("10000n");
  expect(packLetters("nud")).toBe("nud");
});

test("numbers come back, and a range is short", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(500)), (numbers) => {
      const ascending = numbers.toSorted((a, b) => a - b);
      expect(unpackNumbers(packNumbers(ascending))).toEqual(ascending);
    }),
  );
  expect(packNumbers([0, 1, 2, 3, 7, 9, 10])).toBe("0-3,7,9-10");
});
