/** `npm test`: everything that must hold. See `npm test -- --help`. */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { checks } from "./test/checks.ts";
import { runChecks } from "./test/run-checks.ts";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const all = await checks(root);
const names = all.map(({ name }) => name);

const { only, filters } = readFlags();
const chosen = all.filter(({ name }) => only.length === 0 || only.includes(name));
const { passed, failed } = await runChecks(chosen, root, filters);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

function readFlags(): { only: string[]; filters: string[] } {
  const program = new Command("npm test --")
    .description(
      "Runs types, lint, bindings, bundle, and all tests; the last line counts what passed and failed.",
    )
    .argument("[filters...]", "run only test files whose path contains one of these (with --only)")
    .option("--only <step...>", `run only these steps: ${names.join(", ")}`)
    .addHelpText(
      "after",
      `
Steps (two run at once; "system" comes last, alone):
${all.map(({ name, title }) => `  ${name.padEnd(10)} ${title}`).join("\n")}

Examples:
  npm test                                  everything
  npm test -- --only types lint             two steps
  npm test -- --only unit -- local/start    the unit tests below local/start`,
    )
    .parse();
  const steps = program.opts<{ only?: string[] }>().only ?? [];
  const unknown = steps.find((step) => !names.includes(step));
  if (unknown !== undefined) program.error(`--only: no step ${unknown}; there are ${names.join(", ")}`);
  if (program.args.length > 0 && steps.length === 0)
    program.error("test files are named together with --only");
  return { only: steps, filters: program.args };
}
