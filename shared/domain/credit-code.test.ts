import { expect, test } from "vitest";
import { creditCheckCharacter, parseCreditCode } from "./credit-code.ts";

/** The example of GB 32100-2015, and codes that their companies publish. */
const VALID = [
  "91350100M000100Y43",
  "914403001922038216",
  "9144030071526726XG",
  "91330100799655058B",
  "91110000802100433B",
  "91110108551385082Q",
];

test.each(VALID)("%s is read", (code) => {
  expect(parseCreditCode(code)).toBe(code);
  expect(creditCheckCharacter(code)).toBe(code[17]);
});

test("spelling does not matter", () => {
  expect(parseCreditCode(" 9135 0100 m000 100y 43 ")).toBe("91350100M000100Y43");
  expect(parseCreditCode("９１３５０１００Ｍ０００１００Ｙ４３")).toBe("91350100M000100Y43");
  expect(parseCreditCode("91350100-M000100Y-43")).toBe("91350100M000100Y43");
});

test("a code with any one character changed, or two neighbours swapped, is none", () => {
  for (const code of VALID) {
    for (let at = 0; at < code.length; at++) {
      for (const other of "0123456789ABCDEFGHJKLMNPQRTUWXY") {
        if (other === code[at]) continue;
        expect(parseCreditCode(code.slice(0, at) + other + code.slice(at + 1))).toBeNull();
      }
      const [left, right] = [code[at], code[at + 1]];
      if (right === undefined || left === right) continue;
      expect(parseCreditCode(code.slice(0, at) + right + left + code.slice(at + 2))).toBeNull();
    }
  }
});

test.each([
  ["an empty text", ""],
  ["a registration number", "440301103097413"],
  ["an organisation code", "71526726-X"],
  ["letters that the standard leaves out", "91350100I000100Y43"],
  ["a hidden code", "9135010*********43"],
  ["more than a code", "91350100M000100Y43 91350100M000100Y43"],
  ["a long text", "9".repeat(100_000)],
])("%s is none", (_, text) => {
  expect(parseCreditCode(text)).toBeNull();
});
