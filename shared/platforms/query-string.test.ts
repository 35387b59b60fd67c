import fc from "fast-check";
import { expect, test } from "vitest";
import { queryString } from "./query-string.ts";

test("no URL parser changes it again, so a signature over it holds", () => {
  expect(queryString([["q", "l'été (a*b)!"]])).toBe("q=l%27%C3%A9t%C3%A9%20%28a%2Ab%29%21");
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (value) => {
      const query = queryString([["q", value]]);
      const url = new URL(`https://list.example/api?${query}`);
      expect(url.search).toBe(`?${query}`);
      expect(url.searchParams.get("q")).toBe(value.toWellFormed());
    }),
  );
});
