import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { count, key, label, labelOrUnexpected, text, texts, unexpectedType } from "./read.ts";

/** `{"x": [[[…]]]}`, deeper than the stack. */
const deep = () => JSON.parse(`{"x":${"[".repeat(50_000)}1${"]".repeat(50_000)}}`);

describe("key", () => {
  test.each([
    ["a1~_-", "a1~_-"],
    [" 15 ", "15"],
    [150_000_001, "150000001"],
    ["", null],
    [0, null],
    ["0", null],
    [-1, null],
    ["null", null],
    ["undefined", null],
    // No longer the number that was sent.
    [2 ** 53, null],
    [1.5, null],
    ["a b", null],
    ["a\u0000b", null],
    ["a\ud800b", null],
    ["k".repeat(129), null],
    [true, null],
    [["a"], null],
    [{ name: "a" }, null],
    [null, null],
  ])("%j is %j", (value, expected) => {
    expect(key({ x: value }, "x")).toBe(expected);
  });

  test("falls back to the next name, and never throws", () => {
    expect(key({ a: "", b: 0, c: "k" }, "a", "b", "c")).toBe("k");
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const found = key({ x: value }, "x");
        if (found !== null) expect(encodeURIComponent(found).length).toBeGreaterThan(0);
      }),
    );
  });
});

test.each([
  [41, 41],
  ["41", 41],
  [0, 0],
  [-1, null],
  [1.5, null],
  ["300+", null],
  [Number.NaN, null],
  [undefined, null],
])("count of %j is %j", (value, expected) => {
  expect(count({ x: value }, "x")).toBe(expected);
});

test("a text is well-formed", () => {
  expect(text({ x: "a\ud800" }, "x")).toBe("a\ufffd");
  expect(label({ x: { code: 3, name: "A轮" } }, "x")).toBe("A轮");
});

test.each([
  [undefined, null],
  [null, null],
  ["  ", null],
  [[], null],
  [{}, null],
  [{ code: 0, name: "" }, null],
  [{ level: 3 }, '{"level":3}'],
  [["a"], '["a"]'],
  [true, "true"],
])("of %j is kept %j", (value, expected) => {
  expect(labelOrUnexpected({ x: value }, "x")).toBe(expected);
});

test("what is nested too deeply for JSON is kept by its kind", () => {
  expect(unexpectedType(deep(), "x")).toBe("[nested too deeply]");
  expect(texts({ x: [deep().x] }, "x")).toEqual({ texts: ["[nested too deeply]"], hasUnexpectedType: true });
});

test.each([
  [["a", " a ", "", null, { name: "b" }, 7], ["a", "b", "7"], false],
  ["a，b、c;d", ["a", "b", "c", "d"], false],
  [{ name: "a" }, ["a"], false],
  [{ a: 1 }, ['{"a":1}'], true],
  [[["a"], true], ['["a"]', "true"], true],
  [null, [], false],
  [[], [], false],
])("texts of %j", (value, found, unexpected) => {
  expect(texts({ x: value }, "x")).toEqual({ texts: found, hasUnexpectedType: unexpected });
});

test("a name of Object's own methods is no field", () => {
  expect(text({}, "toString", "constructor", "__proto__")).toBeNull();
  expect(key(JSON.parse('{"__proto__":{"x":"k"}}'), "x")).toBeNull();
});
