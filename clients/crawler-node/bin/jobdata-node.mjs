#!/usr/bin/env node
// Plain JavaScript that any Node can read, so that one that is too old is told so and not left with a syntax error.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";

const LEAST = [22, 18];
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const isNewEnough = major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1]);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const source = here("../src/main.ts");
/** The Node that the repository brings along. */
const own = here("../../../node_modules/node/bin/node");

if (isNewEnough) await import(existsSync(source) ? "../src/main.ts" : "../dist/jobdata-node.mjs");
else if (existsSync(source) && existsSync(own)) handOver();
else {
  process.stderr.write(
    `jobdata-node needs Node ${LEAST.join(".")} or later; this is ${process.versions.node} (${process.execPath})\n`,
  );
  process.exitCode = 1;
}

function handOver() {
  const child = spawn(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the child too; twice would mean "at once".
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.once("exit", (code, signal) => {
    process.exitCode = signal ? 128 + constants.signals[signal] : (code ?? 1);
  });
}
