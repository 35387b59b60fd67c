/** Adds the script of the try-it page to the build: the API's `/api/docs` loads it from the dashboard's origin. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

export function scalarScript(): Plugin {
  // The package exports its stylesheet but not the bundle beside it.
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
