#!/usr/bin/env node
// Plain JavaScript that any Node can parse, so that a Node that is too old gets a message instead of a syntax error.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";

/** As `engines` in every package.json says: the first Node that runs TypeScript without a flag. */
const MIN_VERSION = [22, 18];
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const isNewEnough = major > MIN_VERSION[0] || (major === MIN_VERSION[0] && minor >= MIN_VERSION[1]);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const source = here("../src/main.ts");
/** The Node that the repository installs. */
const pinnedNode = here("../../../node_modules/node/bin/node");

if (isNewEnough) await import(existsSync(source) ? "../src/main.ts" : "../dist/jobdata-node.mjs");
else if (existsSync(source) && existsSync(pinnedNode)) runOnPinnedNode();
else {
  process.stderr.write(
    `jobdata-node needs Node ${MIN_VERSION.join(".")} or later; this is ${process.versions.node} (${process.execPath})\n`,
  );
  process.exitCode = 1;
}

function runOnPinnedNode() {
  const child = spawn(pinnedNode, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: "inherit",
  });
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
