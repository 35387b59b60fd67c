/** `npm start`: the whole platform on this machine. See `npm start -- --help`. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { StartError } from "./start/errors.ts";
import { readOptions } from "./start/options.ts";
import { run } from "./start/run.ts";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
// npm runs scripts in the project's folder; the paths in flags are relative to the folder of the person.
const options = readOptions(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd());
try {
  process.exitCode = await run(root, options, join(root, "local", "demo-keywords.csv"));
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
