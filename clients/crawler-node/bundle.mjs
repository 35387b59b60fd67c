// Bundles the program and everything that it imports into one file for `npm pack`, so that the package has no dependencies.
import { readFileSync } from "node:fs";
import { build } from "esbuild";

const { version } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));
await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: ["src/main.ts"],
  outfile: "dist/jobdata-node.mjs",
  bundle: true,
  minify: true,
  keepNames: true,
  platform: "node",
  target: "node22",
  format: "esm",
  define: { JOBDATA_NODE_VERSION: JSON.stringify(version) },
  // CommonJS packages load Node's modules by `require`.
  banner: {
    js: 'import { createRequire as createRequire_ } from "node:module"; const require = createRequire_(import.meta.url);',
  },
  legalComments: "none",
  logLevel: "warning",
});
