/** Puts the try-it page's script beside the dashboard: the API's `/api/docs` loads it from our own origin. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

export function scalarScript(): Plugin {
  // The package exports its stylesheet, not the bundle that lies below it.
  const styles = createRequire(import.meta.url).resolve("@scalar/api-reference/style.css");
  return {
    name: "jobdata-scalar-script",
    apply: "build",
    generateBundle() {
      const source = readFileSync(join(dirname(styles), "browser", "standalone.js"));
      this.emitFile({ type: "asset", fileName: "scalar.js", source });
    },
  };
}
