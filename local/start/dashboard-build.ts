/** Builds the dashboard unless its sources are unchanged since the last build. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Files and folders that a build reads. */
const SOURCES = [
  "pages/src",
  "pages/public",
  "pages/index.html",
  "pages/package.json",
  "pages/vite.config.ts",
  "pages/asset-headers.ts",
  "pages/node-package.ts",
  "pages/scalar-script.ts",
  // The dashboard offers the crawler node for download.
  "clients/crawler-node/package.json",
  "clients/crawler-node/pack.ts",
  "clients/crawler-node/src",
  "clients/storage",
  "shared",
  "package-lock.json",
];

/**
 * @param root the project's folder
 * @param build writes `pages/dist`
 * @returns whether a build was needed
 */
export async function buildDashboard(root: string, build: () => Promise<void>): Promise<boolean> {
  const stamp = join(root, "node_modules", ".cache", "jobdata", "dashboard.sha256");
  const digest = digestOf(root);
  const isBuilt = existsSync(join(root, "pages", "dist", "index.html"));
  if (isBuilt && existsSync(stamp) && readFileSync(stamp, "utf8") === digest) return false;
  await build();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, digest);
  return true;
}

function digestOf(root: string): string {
  const hash = createHash("sha256");
  for (const source of SOURCES)
    for (const file of filesOf(root, source))
      hash
        .update(file)
        .update("\0")
        .update(readFileSync(join(root, file)));
  return hash.digest("hex");
}

function filesOf(root: string, path: string): string[] {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (statSync(full).isFile()) return [path];
  const files = readdirSync(full, { recursive: true, encoding: "utf8" }).map((name) => join(path, name));
  return files.filter((file) => statSync(join(root, file)).isFile()).sort();
}
