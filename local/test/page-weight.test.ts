import { expect, test } from "vitest";
import { filesOf } from "./page-weight.ts";

const manifest = {
  "index.html": { file: "index.js", imports: ["_base.js"], css: ["index.css"] },
  "page.tsx": { file: "page.js", imports: ["index.html", "_table.js"], css: ["page.css"] },
  "_base.js": { file: "base.js" },
  "_table.js": { file: "table.js", imports: ["_base.js"] },
  "other.tsx": { file: "other.js", imports: ["_table.js"] },
};

test("a page loads its own files and those of its imports, each once, and no other page's", () => {
  expect([...filesOf(manifest, ["index.html"])].sort()).toEqual(["base.js", "index.css", "index.js"]);
  expect([...filesOf(manifest, ["index.html", "page.tsx"])].sort()).toEqual([
    "base.js",
    "index.css",
    "index.js",
    "page.css",
    "page.js",
    "table.js",
  ]);
});

test("a page that was renamed is not taken for one without weight", () => {
  expect(() => filesOf(manifest, ["gone.tsx"])).toThrow("the build has no gone.tsx");
});
