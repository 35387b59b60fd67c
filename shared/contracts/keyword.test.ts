import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { KeywordText } from "./keyword.ts";

describe("KeywordText", () => {
  test.each([
    ["full-width letters of an input method", "Ｊａｖａ＋＋", "Java++"],
    ["an ideographic space", "java\u3000开发", "java 开发"],
    ["runs of spaces", "  java \u00a0  dev ", "java dev"],
    ["a combining accent", "Cafe\u0301", "Café"],
    ["zero width characters", "\ufeffja\u200bva\u200d", "java"],
    ["marks of writing direction", "\u202eabc\u202c", "abc"],
    ["an emoji", "🚀 运营", "🚀 运营"],
    ["a character beyond 16 bits", "𠮷野家", "𠮷野家"],
  ])("one spelling for %s", (_, text, clean) => {
    expect(KeywordText.parse(text)).toBe(clean);
  });

  test.each([
    ["half of a character", "a\ud800b", "characters that are no text"],
    ["a line break inside", "a\nb", "control characters"],
    ["nothing but invisible characters", "\u200b\u2060 ", "is empty"],
    ["what grows past the limit", "ﷺ".repeat(99), "longer than 100"],
  ])("refuses %s", (_, text, reason) => {
    const parsed = KeywordText.safeParse(text);
    expect(parsed.error?.issues.map(({ message }) => message).join()).toContain(reason);
  });

  test("a clean text stays as it is, and every good one can be sent in a URL", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 20 }), (text) => {
        const once = KeywordText.safeParse(text);
        if (!once.success) return;
        expect(KeywordText.parse(once.data)).toBe(once.data);
        expect(decodeURIComponent(encodeURIComponent(once.data))).toBe(once.data);
      }),
    );
  });
});
