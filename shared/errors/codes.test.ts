import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ERROR_CODES } from "./codes.ts";

test("the catalogue in the docs is this table", () => {
  const text = readFileSync(new URL("../../docs/errors.md", import.meta.url).pathname, "utf8");
  const rows = [...text.matchAll(/^\| `(\w+)` +\| (\d+) +\|/gm)].map(([, code, status]) => [
    code,
    Number(status),
  ]);
  expect(Object.fromEntries(rows)).toEqual(ERROR_CODES);
});
