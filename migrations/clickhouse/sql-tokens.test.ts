import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitStatements, sqlTokens } from "./sql-tokens.ts";

describe("splitStatements", () => {
  test.each([
    ["two", "SELECT 1; SELECT 2", ["SELECT 1", "SELECT 2"]],
    ["a last `;`", "SELECT 1;\n", ["SELECT 1"]],
    ["empty ones", ";;SELECT 1;;", ["SELECT 1"]],
    [
      "`;` in a string",
      "SELECT ';', 'it''s;', '\\';'; SELECT 2",
      ["SELECT ';', 'it''s;', '\\';'", "SELECT 2"],
    ],
    ["`;` in names", 'SELECT `a;b`, "c;d"; SELECT 2', ['SELECT `a;b`, "c;d"', "SELECT 2"]],
    ["`;` in comments", "-- a;b\nSELECT /* ; */ 1; # c;\nSELECT 2 -- d;", ["SELECT /* ; */ 1", "SELECT 2"]],
    ["`;` in a heredoc", "SELECT $x$ ; $ $y$ ; $x$; SELECT 2", ["SELECT $x$ ; $ $y$ ; $x$", "SELECT 2"]],
    ["comments alone", "-- nothing\n/* here */", []],
    ["a comment never closed", "SELECT 1 /* ; SELECT 2", ["SELECT 1"]],
    ["nothing", "", []],
  ])("splits %s", (_name, text, statements) => {
    expect(splitStatements(text)).toEqual(statements);
  });

  test("gives back any statements that were joined", () => {
    const text = fc.string({ unit: "binary" }).map((value) => `SELECT '${value.replace(/[\\']/g, "\\$&")}'`);
    fc.assert(
      fc.property(fc.array(text, { minLength: 1 }), (statements) => {
        expect(splitStatements(`${statements.join(";\n-- next;\n")};`)).toEqual(statements);
      }),
    );
  });

  test("ends on any text, with tokens in order", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."'\"`$;-/*# \n\\ab中") }), (text) => {
        let at = 0;
        for (const token of sqlTokens(text)) {
          expect(token.start).toBeGreaterThanOrEqual(at);
          expect(token.end).toBeGreaterThan(token.start);
          at = token.end;
        }
        expect(at).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});
