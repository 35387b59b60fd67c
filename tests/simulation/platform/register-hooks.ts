/**
 * Lets Node load the classes of the objects as they are: `cloudflare:workers` is the module beside this one, `.sql` and
 * `.json` files are modules, and a package without file extensions in its imports (itty-durable) is found.
 */
import { readFileSync } from "node:fs";
import { enableCompileCache, registerHooks } from "node:module";
import { fileURLToPath } from "node:url";

const WORKERS = new URL("./workers-module.ts", import.meta.url).href;

/** Nothing of the simulation opens a connection. */
const NO_SOCKETS = "data:text/javascript,export function connect() { throw new Error('no sockets') }";

/** Whoever imports, and does not require, a file by a relative name gets a module. */
const FORMATS: Readonly<Record<string, string>> = { ".ts": "module-typescript", ".js": "module" };

// Most of a short run would be the stripping of types.
enableCompileCache();

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === "cloudflare:workers") return { url: WORKERS, shortCircuit: true };
    if (specifier === "cloudflare:sockets") return { url: NO_SOCKETS, shortCircuit: true };
    if (specifier === "@cloudflare/puppeteer") return { url: "data:text/javascript,", shortCircuit: true };
    // Node would read the package.json of every folder above each of a thousand files.
    const format = FORMATS[/\.[a-z]+$/.exec(specifier)?.[0] ?? ""];
    if (format && /^\.\.?\//.test(specifier) && context.conditions.includes("import") && context.parentURL)
      return { url: new URL(specifier, context.parentURL).href, format, shortCircuit: true };
    const isBare = /^\.\.?\/[^.]+$/.test(specifier) && context.parentURL?.includes("/itty-durable/");
    return next(isBare ? `${specifier}.js` : specifier, context);
  },
  load(url, context, next) {
    if (url.endsWith(".sql")) {
      const text = readFileSync(fileURLToPath(url), "utf8");
      return { format: "module", source: `export default ${JSON.stringify(text)}`, shortCircuit: true };
    }
    if (url.endsWith(".json") && context.importAttributes.type === undefined)
      return {
        format: "module",
        source: `export default ${readFileSync(fileURLToPath(url), "utf8")}`,
        shortCircuit: true,
      };
    if (url.includes("/itty-durable/") && url.endsWith(".js"))
      return { format: "module", source: readFileSync(fileURLToPath(url), "utf8"), shortCircuit: true };
    return next(url, context);
  },
});
