import { expect, test } from "vitest";
import { texts as english } from "./en-us.ts";
import { texts as chineseReasons } from "./reasons-zh.ts";
import type { Texts } from "./texts.ts";
import { texts as chinese } from "./zh-cn.ts";

type Tree = { [key: string]: string | Tree };

const leaves = (tree: Tree, path = ""): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[`${path}${key}`, value]] : leaves(value, `${path}${key}.`),
  );
const slots = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).sort();

const pages = import.meta.glob<{ texts: Texts<Tree> }>("../{routes,ui}/**/texts.ts", { eager: true });
const files: [string, Texts<Tree>][] = [
  ["shared", { en: english, zh: { ...chinese, ...chineseReasons } }],
  ...Object.entries(pages).map(([file, { texts }]): [string, Texts<Tree>] => [file, texts]),
];

test("the pages' files of texts are found", () => {
  expect(Object.keys(pages)).toContain("../routes/keywords/texts.ts");
});

test.each(files)(
  "%s: both languages have the same texts, none empty, with the same slots",
  (_, { en, zh }) => {
    const translated = new Map(leaves(zh));
    const originals = leaves(en);
    expect([...translated.keys()].sort()).toEqual(originals.map(([key]) => key).sort());
    for (const [key, text] of originals) {
      const other = translated.get(key) ?? "";
      expect(text.trim(), key).not.toBe("");
      expect(other.trim(), key).not.toBe("");
      expect(slots(other), key).toEqual(slots(text));
    }
  },
);
