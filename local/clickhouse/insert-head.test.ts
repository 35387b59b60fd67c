import { describe, expect, test } from "vitest";
import { readInsertHead } from "./insert-head.ts";

describe("readInsertHead", () => {
  test.each([
    ["INSERT INTO t FORMAT CSV\n1", { table: "t", columns: null }, null, "CSV", "1"],
    ["insert into db.t format JSONEachRow {}", { table: "db.t", columns: null }, null, "JSONEachRow", "{}"],
    [
      'INSERT INTO TABLE `db`."t" (a, `b`) FORMAT TSV\n\n1',
      { table: "db.t", columns: ["a", "b"] },
      null,
      "TSV",
      "\n1",
    ],
    [
      "/* c */ INSERT INTO t -- (\n SETTINGS x = 'FORMAT', y = 1 FORMAT CSV \t\r\n1",
      { table: "t", columns: null },
      "x = 'FORMAT', y = 1",
      "CSV",
      "1",
    ],
    ["INSERT INTO t (a) SETTINGS x = 1 FORMAT CSV", { table: "t", columns: ["a"] }, "x = 1", "CSV", ""],
    // More than a plain target: only where the data begins is known.
    ["INSERT INTO t (* EXCEPT (a)) FORMAT CSV 1", null, null, "CSV", "1"],
    ["INSERT INTO {t:Identifier} FORMAT CSV 1", null, null, "CSV", "1"],
    ["INSERT INTO `odd name` FORMAT CSV 1", null, null, "CSV", "1"],
  ])("reads %j", (text, target, settings, format, data) => {
    const head = readInsertHead(text);
    expect(head).toMatchObject({ target, settings, format });
    expect(text.slice(head?.dataStart)).toBe(data);
  });

  test.each([
    "SELECT 1 FORMAT JSON",
    "INSERT INTO t VALUES (1) FORMAT CSV",
    "INSERT INTO t SELECT 1 FORMAT CSV",
    "INSERT INTO FUNCTION file('x') FORMAT CSV 1",
    "INSERT INTO t; FORMAT CSV 1",
    "INSERT INTO t",
    "INSERT INTO t FORMAT",
    "",
  ])("leaves %j to the engine", (text) => {
    expect(readInsertHead(text)).toBeNull();
  });
});
