import { expect, test } from "vitest";
import { joinBytes } from "./bytes.ts";

test("joins chunks in order into an array of its own", () => {
  const first = Uint8Array.of(1, 2);
  const joined = joinBytes([first, new Uint8Array(), Uint8Array.of(3)]);
  expect([...joined]).toEqual([1, 2, 3]);
  first[0] = 9;
  expect(joined[0]).toBe(1);
  expect(joinBytes([]).length).toBe(0);
  expect([...joinBytes(new Set([Uint8Array.of(4), Uint8Array.of(5)]))]).toEqual([4, 5]);
});
