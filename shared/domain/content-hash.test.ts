import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contentHash } from "./content-hash.ts";

const VOLATILE = ["lid", "online"] as const;

/** The same value with every object's fields in reverse order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, field]) => [name, reversed(field)]),
  );
}

describe("contentHash", () => {
  test("is the first 16 bytes of SHA-256 over canonical JSON", () => {
    // printf '{"a":[1,"二"],"b":null}' | sha256sum
    expect(contentHash({ b: null, a: [1, "二"] }, [])).toBe("b1cb453712eff4129d0e8108a2b9e8a6");
  });

  test("does not see the order of fields", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(contentHash(reversed(value), VOLATILE)).toBe(contentHash(value, VOLATILE));
      }),
    );
  });

  test("leaves volatile fields out at any depth, and nothing else", () => {
    const row = (lid: string, online: boolean, name: string) => ({
      name,
      lid,
      deep: [{ card: { online, name } }],
    });
    expect(contentHash(row("x", true, "a"), VOLATILE)).toBe(contentHash(row("y", false, "a"), VOLATILE));
    expect(contentHash(row("x", true, "a"), VOLATILE)).not.toBe(contentHash(row("x", true, "b"), VOLATILE));
    expect(contentHash(row("x", true, "a"), [])).not.toBe(contentHash(row("y", true, "a"), []));
  });

  test("tells apart what only looks alike", () => {
    const hashes = [{}, [], null, "", 0, "0", [0], ["0"], { a: 0 }, { a: [0] }, { a: null }, "null"].map(
      (value) => contentHash(value, []),
    );
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  test("a name with a NUL does not stand for two names", () => {
    const before = contentHash({ "x\u0000y": 1 }, VOLATILE);
    expect(contentHash({ x: 1, y: 2 }, VOLATILE)).not.toBe(contentHash({ x: 1, y: 3 }, VOLATILE));
    expect(contentHash({ x: 1, y: 2 }, VOLATILE)).not.toBe(before);
  });

  test("survives a value nested deeper than the stack", () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(contentHash(deep, [])).toMatch(/^[0-9a-f]{32}$/);
  });
});
