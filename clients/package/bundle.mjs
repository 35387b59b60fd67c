// Bundles a client's program and everything that it imports into one file for `npm pack`, so that the package has no
// dependencies. `npm` runs this in the folder of the package.
import { copyFileSync, readFileSync } from "node:fs";
import { build } from "esbuild";

const { version, bin } = JSON.parse(readFileSync("package.json", "utf8"));
const [program] = Object.keys(bin);
await build({
  entryPoints: ["src/main.ts"],
  outfile: `dist/${program}.mjs`,
  bundle: true,
  minify: true,
  keepNames: true,
  platform: "node",
  target: "node22",
  format: "esm",
  define: { JOBDATA_VERSION: JSON.stringify(version) },
  // CommonJS packages load Node's modules by `require`.
  banner: {
    js: 'import { createRequire as createRequire_ } from "node:module"; const require = createRequire_(import.meta.url);',
  },
  legalComments: "none",
  logLevel: "warning",
});
// What the package's `bin` imports to begin.
copyFileSync(new URL("launch.mjs", import.meta.url), "dist/launch.mjs");
