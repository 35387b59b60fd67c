/**
 * Runs one program of the launcher: `node guard.ts <command> [args]`. Its standard input is a pipe that the launcher
 * keeps open. When the pipe closes, because the launcher closed it or died (also by SIGKILL), the program gets a signal to
 * end, and its remaining processes are killed after a while. So a launcher never leaves a process running, and the
 * programs need not know about launchers.
 */
import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { findProcesses, PROCESS_MARKER, signal } from "./processes.ts";

/** `wrangler dev` with a browser takes about 1.5 s on an idle machine. */
const GRACE_MS = 5000;
const KILL_ROUNDS = 20;
const ROUND_MS = 100;

const [command, ...args] = process.argv.slice(2);
const marker = process.env[PROCESS_MARKER];
if (!command || !marker)
  throw new Error(`usage: ${PROCESS_MARKER}=<folder>#<name> node guard.ts <command> [args]`);

const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] });
let stopping = false;

async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  child.kill("SIGTERM");
  await sleep(GRACE_MS);
  await killRest();
}

/** Kills the remaining processes with this marker, repeatedly, because a process may be starting another one. */
async function killRest(): Promise<void> {
  for (let round = 0; round < KILL_ROUNDS; round++) {
    const rest = findProcesses((other) => other === marker);
    if (rest.length === 0) return;
    for (const pid of rest) signal(pid, "SIGKILL");
    await sleep(ROUND_MS);
  }
}

process.stdin.resume();
process.stdin.once("end", stop);
process.stdin.once("error", stop);
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => void stop());

child.once("error", (error) => {
  process.stderr.write(`${command}: ${error.message}\n`);
  process.exit(127);
});
child.once("exit", async (code) => {
  await killRest();
  process.exit(code ?? 1);
});
