import { expect, test } from "vitest";
import { packSpool, unpackSpool } from "./pack-spool.ts";
import { SpoolDamaged } from "./spool-header.ts";

const text = (lines: number) => new TextEncoder().encode('{"职位":"工程师","n":1}\n'.repeat(lines));

test("gives back what was packed, smaller meanwhile", () => {
  for (const body of [text(0), text(1), text(100_000)]) {
    expect(new Uint8Array(unpackSpool(packSpool(body)))).toEqual(body);
  }
  expect(packSpool(text(1000)).length).toBeLessThan(text(1000).length / 5);
});

test("knows an object that is none, or not whole", () => {
  const packed = packSpool(text(1000));
  for (const damaged of [text(1), new Uint8Array(), packed.subarray(0, -1), packed.subarray(1)]) {
    expect(() => unpackSpool(damaged)).toThrow(SpoolDamaged);
  }
});
