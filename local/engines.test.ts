/** One version of Node for all packages: whoever has it runs every part of the repository. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");

test("is the same in each package.json, in the node's program and in the documents", () => {
  const range = JSON.parse(read("package.json")).engines.node as string;
  const version = range.replace(">=", "");
  for (const path of ["pages/package.json", "clients/crawler-node/package.json"])
    expect(JSON.parse(read(path)).engines.node, path).toBe(range);
  const { packages } = JSON.parse(read("package-lock.json"));
  for (const key of ["", "pages", "clients/crawler-node"])
    expect(packages[key].engines.node, `package-lock.json "${key}"`).toBe(range);
  expect(read("clients/package/launch.mjs")).toContain(`[${version.replace(".", ", ")}]`);
  for (const path of ["README.md", "README.zh-CN.md", "docs/nodes.md", "docs/nodes.zh-CN.md"])
    expect(read(path), path).toContain(`Node ${version}`);
});
