// Plain JavaScript that any Node can parse, so that a Node that is too old gets a message instead of a syntax error.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";

/** As `engines` in every package.json says: the first Node that runs TypeScript without a flag. */
const MIN_VERSION = [22, 18];

/**
 * Runs a client's program: in the repository from its sources, in a package from its bundle.
 * @param {string} bin URL of the file that the user started; its name is the program's
 */
export async function launch(bin) {
  const program = basename(fileURLToPath(bin), ".mjs");
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const isNewEnough = major > MIN_VERSION[0] || (major === MIN_VERSION[0] && minor >= MIN_VERSION[1]);
  const source = new URL("../src/main.ts", bin);
  const isSource = existsSync(source);
  /** The Node that the repository installs. */
  const pinnedNode = fileURLToPath(new URL("../../../node_modules/node/bin/node", bin));

  if (isNewEnough) await import(isSource ? source : new URL(`../dist/${program}.mjs`, bin));
  else if (isSource && existsSync(pinnedNode)) runOn(pinnedNode, bin);
  else {
    process.stderr.write(
      `${program} needs Node ${MIN_VERSION.join(".")} or later; this is ${process.versions.node} (${process.execPath})\n`,
    );
    process.exitCode = 1;
  }
}

function runOn(node, bin) {
  const child = spawn(node, [fileURLToPath(bin), ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the child too; a second signal would mean "exit at once".
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.once("exit", (code, signal) => {
    process.exitCode = signal ? 128 + constants.signals[signal] : (code ?? 1);
  });
}
