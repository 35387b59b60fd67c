/** Finds the regular expressions of product code, so that a test holds each, also one that is written tomorrow. */
import { globSync, readFileSync } from "node:fs";
import { parseAst } from "rolldown/parseAst";

export interface RegexLiteral {
  file: string;
  pattern: string;
  flags: string;
}

const FOLDERS = "{workers,durable-objects,shared,clients}/**/*.ts";
const isProduct = (file: string) => !/\.test\.ts$|node_modules|\.d\.ts$/.test(file);

/** @param root folder of the repository */
export function regexLiterals(root: string): RegexLiteral[] {
  const found = new Map<string, RegexLiteral>();
  for (const file of globSync(FOLDERS, { cwd: root }).filter(isProduct)) {
    const left: unknown[] = [parseAst(readFileSync(`${root}/${file}`, "utf8"), { lang: "ts" })];
    for (let node = left.pop(); node !== undefined; node = left.pop()) {
      if (typeof node !== "object" || node === null) continue;
      if ("regex" in node) {
        const { pattern, flags } = node.regex as { pattern: string; flags: string };
        found.set(`${pattern}/${flags}`, { file, pattern, flags });
      } else left.push(...Object.values(node));
    }
  }
  return [...found.values()];
}
