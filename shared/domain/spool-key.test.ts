import fc from "fast-check";
import { expect, test } from "vitest";
import { keySegments } from "../storage-key.ts";
import { batchOfSpoolKey, makeSpoolKey } from "./spool-key.ts";

test("names day, batch and copy", () => {
  expect(makeSpoolKey("b-1", Date.UTC(2026, 10, 22, 23, 59), "x7")).toBe("spool/2026-11-22/b-1.x7.ndjson.br");
});

test("leads back to any batch id", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 40, unit: "binary" }), (batchId) => {
      fc.pre(batchId.isWellFormed());
      const key = makeSpoolKey(batchId, 0, "c0py");
      expect(batchOfSpoolKey(key)).toBe(batchId);
      expect(key.split("/")).toHaveLength(3);
    }),
  );
});

test("keeps path tricks out of the key", () => {
  expect(keySegments(makeSpoolKey("../../etc", 0, "1"))).toHaveLength(3);
});

test.each([
  "",
  "spool/x",
  "spool/2026-11-22/a.ndjson.br",
  "spool/2026-11-22/a.1.ndjson",
  "pages/2026-11-22/a.1.ndjson.br",
  "spool/2026-11-22/%E0%A4.1.ndjson.br",
])("reads no batch out of %j", (key) => {
  expect(batchOfSpoolKey(key)).toBeNull();
});
