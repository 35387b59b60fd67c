import { expect, test } from "vitest";
import { keptPageHref, keptPageOf } from "./kept-page.ts";

const KEY = "kept-pages/2026-11-22/boss/7b1f0c52-1795334400000-page3.html";

test("the key is taken out of the error, and links to the page as one segment", () => {
  expect(keptPageOf(`verification page (page kept: ${KEY})`)).toEqual({
    text: "verification page",
    key: KEY,
  });
  expect(keptPageHref(KEY)).toBe(
    "/api/v1/failed-pages/kept-pages%2F2026-11-22%2Fboss%2F7b1f0c52-1795334400000-page3.html",
  );
});

test.each(["connect timeout", "list (page kept: cut off", ""])("%s has no kept page", (error) => {
  expect(keptPageOf(error)).toEqual({ text: error, key: null });
});
