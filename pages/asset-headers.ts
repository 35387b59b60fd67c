/**
 * Lets browsers keep the built files for a year: their names carry a hash of their content. Each file has a rule of its
 * own in `_headers`, because a file that a deploy removed answers with index.html, as every unknown path does, and a
 * browser must not keep that under the file's name.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

/** Cloudflare Pages reads this many rules at most (developers.cloudflare.com/pages/configuration/headers). */
const MAX_RULES = 100;

export function assetHeaders(): Plugin {
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
        const kept = Object.keys(bundle).filter((file) => file.startsWith("assets/"));
        const written = readFileSync(join(root, "public", "_headers"), "utf8");
        const rules = written.split("\n").filter((line) => line.startsWith("/")).length + kept.length;
        if (rules > MAX_RULES)
          this.error(`_headers would hold ${rules} rules, more than Pages reads (${MAX_RULES})`);
        const source = [
          written.trimEnd(),
          ...kept.map((file) => `/${file}\n  Cache-Control: public, max-age=31536000, immutable`),
          "",
        ].join("\n");
        this.emitFile({ type: "asset", fileName: "_headers", source });
      },
    },
  };
}
