import { expect, test } from "vitest";
import { texts as english } from "./en-us.ts";
import { texts as chinese } from "./zh-cn.ts";

type Tree = { [key: string]: string | Tree };

const leaves = (tree: Tree, path = ""): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[`${path}${key}`, value]] : leaves(value, `${path}${key}.`),
  );
const slots = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).sort();

test("both languages have the same texts, none empty, with the same values filled in", () => {
  const translated = new Map(leaves(chinese));
  const originals = leaves(english);
  expect([...translated.keys()].sort()).toEqual(originals.map(([key]) => key).sort());
  for (const [key, text] of originals) {
    const other = translated.get(key) ?? "";
    expect(text.trim(), key).not.toBe("");
    expect(other.trim(), key).not.toBe("");
    expect(slots(other), key).toEqual(slots(text));
  }
});
