import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_ROW_BYTES } from "./chunk-buffer.ts";
import { scanRows } from "./scan-json.ts";
import { scanLines } from "./scan-lines.ts";

const encoder = new TextEncoder();
const text = (bytes: Uint8Array | null) => (bytes ? new TextDecoder().decode(bytes) : "null");

/** Cuts bytes anywhere, in the middle of characters too. */
function* pieces(bytes: Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
  for (let at = 0, index = 0; at < bytes.length; index++) {
    const size = sizes[index % sizes.length] ?? bytes.length;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

function scan(document: string, sizes: readonly number[] = [1e9]) {
  const scanner = scanRows("data_list");
  const rows: unknown[] = [];
  let head: unknown = null;
  for (const piece of pieces(encoder.encode(document), sizes)) {
    scanner.push(piece, (bytes) => {
      head ??= scanner.head();
      rows.push(JSON.parse(text(bytes)));
    });
  }
  return { rows, head, envelope: scanner.end() };
}

const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 });
const row = fc.oneof(
  fc.jsonValue(),
  fc.record({ name: fc.string({ unit: "binary" }), list: fc.array(fc.string()) }),
);
const members = fc.dictionary(
  fc.string().filter((name) => name !== "data_list" && name !== "__proto__"),
  fc.jsonValue(),
  { maxKeys: 4 },
);

describe("the rows of a JSON document", () => {
  test("are those that JSON.parse finds, however the bytes are cut and the text is spaced", () => {
    fc.assert(
      fc.property(
        members,
        fc.array(row),
        members,
        sizes,
        fc.constantFrom(undefined, 1, "\t\r\n"),
        (before, list, after, cuts, space) => {
          const document = JSON.stringify({ ...before, data_list: list, ...after }, null, space);
          const whole = JSON.parse(document) as Record<string, unknown>;
          const { rows, envelope, head } = scan(document, cuts);
          expect(rows).toEqual(whole.data_list);
          expect(envelope).toEqual({ ...whole, data_list: [] });
          if (list.length > 0) expect(Object.keys(head as object)).toContain("data_list");
        },
      ),
    );
  });

  test("everything that JSON.parse rejects is rejected", () => {
    const good = JSON.stringify({ a: 1, data_list: [{ b: ']},\\"' }, [1], 2], c: { data_list: [3] } });
    fc.assert(
      fc.property(
        fc.nat(good.length - 1),
        fc.constantFrom("", "]", "}", ",", '"', "{", "["),
        sizes,
        (at, put, cuts) => {
          const document = good.slice(0, at) + put + good.slice(at + 1);
          let expected: unknown;
          try {
            expected = JSON.parse(document);
          } catch {
            expect(() => scan(document, cuts)).toThrow();
            return;
          }
          const found = scan(document, cuts);
          if (Array.isArray((expected as { data_list?: unknown }).data_list)) {
            expect(found.rows).toEqual((expected as { data_list: unknown[] }).data_list);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['{"data_list":[1,2]', "ends too early"],
    ['{"data_list":[1,2],"data_list":[3]}', "twice"],
    ['{"data_list":[1,]}', "ends with a comma"],
    ['{"data_list":[1,,2]}', "without an element"],
    ['[{"data_list":[1]}]', "not a JSON object"],
    ["", "not valid JSON"],
    [`{"x":"${"y".repeat(20_000)}","data_list":[]}`, "beside data_list"],
  ])("%.40s is refused", (document, reason) => {
    expect(() => scan(document)).toThrow(reason);
  });

  test("a list of another member, or a nested one, is no list of rows", () => {
    expect(scan('{"x":[1,{"data_list":[2]}],"data_list":[3],"y":{"data_list":[4]}}').rows).toEqual([3]);
  });
});

test("a row over the limit is reported and not buffered; the others are read", () => {
  const large = "x".repeat(MAX_ROW_BYTES);
  const found = scan(JSON.stringify({ data_list: [1, large, [large], "y", large] }), [65_536, 7]);
  expect(found.rows).toEqual([1, null, null, "y", null]);
  const scanner = scanLines();
  const lines: (number | null)[] = [];
  for (const piece of pieces(encoder.encode(`1\n${large}x\n22`), [65_536]))
    scanner.push(piece, (line) => lines.push(line?.length ?? null));
  scanner.end((line) => lines.push(line?.length ?? null));
  expect(lines).toEqual([1, null, 2]);
});

test("lines are those of split, however the bytes are cut", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), sizes, (document, cuts) => {
      const bytes = encoder.encode(document);
      const scanner = scanLines();
      const lines: string[] = [];
      for (const piece of pieces(bytes, cuts)) scanner.push(piece, (line) => lines.push(text(line)));
      scanner.end((line) => lines.push(text(line)));
      const expected = text(bytes).split("\n");
      if (expected.at(-1) === "") expected.pop();
      expect(lines).toEqual(expected);
    }),
  );
});
