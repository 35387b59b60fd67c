/**
 * Lets browsers keep the built files for a year: their names carry a hash of their content. A file that a deploy removed
 * answers with index.html, as every unknown path does, and a browser must not keep that under the file's name: so there
 * is no rule for all of `/assets/`. Files that change only with an upgrade of a library have a rule each; the others lie
 * in a folder whose name changes with any source, and that folder has one rule.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Plugin } from "vite";

/** Cloudflare Pages reads this many rules at most (developers.cloudflare.com/pages/configuration/headers). */
const MAX_RULES = 100;

/** Names the built files. @param sources folders that the build reads */
export function assetNames(sources: readonly string[]): {
  chunkFileNames: (chunk: { moduleIds: string[] }) => string;
  assetFileNames: string;
  folder: string;
} {
  const hash = createHash("sha256");
  // The path within the folder counts, so that the same sources have the same names wherever they are checked out.
  for (const source of sources)
    for (const file of filesIn(source)) hash.update(file).update(readFileSync(join(source, file)));
  const folder = `assets/${hash.digest("hex").slice(0, 8)}`;
  const isLibrary = (id: string) => id.includes("node_modules") || id.startsWith("\0");
  return {
    folder,
    chunkFileNames: ({ moduleIds }) => `${moduleIds.every(isLibrary) ? "assets" : folder}/[name]-[hash].js`,
    assetFileNames: `${folder}/[name]-[hash][extname]`,
  };
}

/** @returns the paths of all files in a folder, from that folder on */
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();

/** @param folder from `assetNames` */
export function assetHeaders(folder: string): Plugin {
  let root = "";
  return {
    name: "jobdata-asset-headers",
    apply: "build",
    // After vite's own files, such as the stylesheets of lazily loaded pages.
    enforce: "post",
    configResolved(config) {
      root = config.root;
    },
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const kept = Object.keys(bundle).filter(
          (file) => file.startsWith("assets/") && !file.startsWith(`${folder}/`),
        );
        const written = readFileSync(join(root, "public", "_headers"), "utf8");
        const paths = [...kept, `${folder}/*`];
        const rules = written.split("\n").filter((line) => line.startsWith("/")).length + paths.length;
        if (rules > MAX_RULES)
          this.error(`_headers would hold ${rules} rules, more than Pages reads (${MAX_RULES})`);
        const source = [
          written.trimEnd(),
          ...paths.map((path) => `/${path}\n  Cache-Control: public, max-age=31536000, immutable`),
          "",
        ].join("\n");
        this.emitFile({ type: "asset", fileName: "_headers", source });
      },
    },
  };
}
