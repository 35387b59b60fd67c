// What `npm pack` carries: the program and all it needs in one file, so that nothing else is installed.
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
  // Packages of the older kind ask for node's modules by `require`.
  banner: {
    js: 'import { createRequire as createRequire_ } from "node:module"; const require = createRequire_(import.meta.url);',
  },
  legalComments: "none",
  logLevel: "warning",
});
