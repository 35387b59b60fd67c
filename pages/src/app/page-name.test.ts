import { expect, test } from "vitest";
import { pageNameOf } from "./page-name.ts";

test.each([
  ["/", "overview"],
  ["/keywords", "keywords"],
  ["/keywords/", "keywords"],
  ["/account", "account"],
])("%s is the page %s", (path, name) => {
  expect(pageNameOf(path)).toBe(name);
});

test.each(["/keyword", "/keywords/1", "/nothing"])("%s is no page", (path) => {
  expect(pageNameOf(path)).toBeUndefined();
});
