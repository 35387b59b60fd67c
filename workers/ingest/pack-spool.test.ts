import { expect, test } from "vitest";
import { packSpool, unpackSpool } from "./pack-spool.ts";
import { SpoolDamaged } from "./spool-header.ts";

const text = (lines: number) => new TextEncoder().encode('{"职位":"工程师","n":1}\n'.repeat(lines));

test("restores what was packed, which takes far fewer bytes", () => {
  for (const body of [text(0), text(1), text(100_000)]) {
    expect(new Uint8Array(unpackSpool(packSpool(body)))).toEqual(body);
  }
  expect(packSpool(text(1000)).length).toBeLessThan(text(1000).length / 5);
});

test("rejects data that is not a spool object or is incomplete", () => {
  const packed = packSpool(text(1000));
  for (const damaged of [text(1), new Uint8Array(), packed.subarray(0, -1), packed.subarray(1)]) {
    expect(() => unpackSpool(damaged)).toThrow(SpoolDamaged);
  }
});
