import { isUtf8 } from "node:buffer";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Utf8Check } from "./utf8-check.ts";

function check(bytes: Uint8Array, sizes: readonly number[]): boolean {
  const utf8 = new Utf8Check();
  for (let at = 0, index = 0; at < bytes.length; index++) {
    const size = sizes[index % sizes.length] ?? bytes.length;
    if (!utf8.push(bytes.subarray(at, at + size))) return false;
    at += size;
  }
  return utf8.end();
}

const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 9 });

test("says of any pieces what is true of the whole", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary" }),
      fc.uint8Array({ maxLength: 6 }),
      fc.nat(30),
      sizes,
      (text, put, at, cuts) => {
        const good = new TextEncoder().encode(text);
        expect(check(good, cuts)).toBe(true);
        const mixed = new Uint8Array([...good.subarray(0, at), ...put, ...good.subarray(at)]);
        expect(check(mixed, cuts)).toBe(isUtf8(mixed));
      },
    ),
    { numRuns: 2000 },
  );
});
