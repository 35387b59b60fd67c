/**
 * `npm ci`, the first step on a fresh clone, refuses a lock file in which a package is missing. An `npm install`
 * against a registry that does not carry the packages of every platform leaves such a file behind.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

interface Entry {
  version?: string;
  link?: boolean;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

const { packages } = JSON.parse(readFileSync(new URL("../package-lock.json", import.meta.url), "utf8")) as {
  packages: Record<string, Entry>;
};

/** Node's own way of looking: in the package's folder, then in each folder above it. */
function isFound(from: string, name: string): boolean {
  let folder = from;
  while (folder !== "") {
    if (packages[`${folder}/node_modules/${name}`]) return true;
    folder = folder.includes("/node_modules/") ? folder.slice(0, folder.lastIndexOf("/node_modules/")) : "";
  }
  return packages[`node_modules/${name}`] !== undefined;
}

test("names every package that a package of it asks for", () => {
  const missing = Object.entries(packages).flatMap(([path, entry]) =>
    Object.keys({ ...entry.dependencies, ...entry.devDependencies, ...entry.optionalDependencies })
      .filter((name) => !isFound(path, name))
      .map((name) => `${path || "package.json"} asks for ${name}`),
  );
  expect(missing).toEqual([]);
});

test("has the dependencies of package.json", () => {
  const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")) as Entry;
  for (const [key, path] of [
    ["", "../package.json"],
    ["pages", "../pages/package.json"],
  ] as const) {
    const { dependencies, devDependencies } = read(path);
    expect(packages[key]?.dependencies ?? {}).toEqual(dependencies ?? {});
    expect(packages[key]?.devDependencies ?? {}).toEqual(devDependencies ?? {});
  }
});
