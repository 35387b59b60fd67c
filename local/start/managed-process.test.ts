/** Programs under a guard: real processes, and a real SIGKILL. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ManagedProcess } from "./managed-process.ts";
import { findProcesses, signal } from "./processes.ts";

let dataDir: string;
beforeEach(() => {
  dataDir = realpathSync(mkdtempSync(join(tmpdir(), "jobdata-part-")));
  mkdirSync(join(dataDir, "logs"));
});
afterEach(() => {
  for (const pid of left()) signal(pid, "SIGKILL");
  rmSync(dataDir, { recursive: true, force: true });
});

const left = () => findProcesses((part) => part.startsWith(`${dataDir}#`));
const WAIT = { timeout: 60_000, interval: 50 };

/** Prints "up", after starting a process that leaves its group and hears no signal but SIGKILL. */
const STUBBORN = `
  const { spawn } = require("node:child_process");
  const child = 'process.on("SIGTERM",()=>{});process.on("SIGINT",()=>{});setInterval(()=>{},1000);console.log("up")';
  spawn(process.execPath, ["-e", child], { detached: true, stdio: ["ignore", "inherit", "inherit"] });
  setInterval(() => {}, 1000);`;

function start(script: string, name = "program"): ManagedProcess {
  return new ManagedProcess({
    name,
    dataDir,
    command: process.execPath,
    args: ["-e", script],
    cwd: dataDir,
    env: process.env,
  });
}
const isUp = (part: ManagedProcess) => async () => readFileSync(part.logFile, "utf8").includes("up");

test("ends a program, and a process that it left behind in another group", async () => {
  const part = start(STUBBORN);
  await part.ready(isUp(part));
  expect(left().length).toBeGreaterThanOrEqual(3);
  await part.stop();
  expect(left()).toEqual([]);
  expect(part.failed).toBe(false);
});

test("lets a program end in its own way", async () => {
  const part = start(
    'process.on("SIGTERM",()=>{console.log("bye");process.exit(0)});setInterval(()=>{},1000);console.log("up")',
  );
  await part.ready(isUp(part));
  await part.stop();
  expect(readFileSync(part.logFile, "utf8")).toBe("up\nbye\n");
});

test("kills at once when told so", async () => {
  const part = start(STUBBORN);
  await part.ready(isUp(part));
  part.kill();
  await part.ended;
  await vi.waitFor(() => expect(left()).toEqual([]), WAIT);
});

test("tells the last words of a program that ended by itself", async () => {
  const part = start('console.error("no such table"); process.exit(3)');
  await expect(part.ready(async () => false)).rejects.toThrow(
    /program ended with code 3.*\n {2}no such table$/s,
  );
  expect(part.failed).toBe(true);
});

test("keeps the log of the start before", async () => {
  for (const word of ["first", "second"]) await start(`console.log("${word}")`).ended;
  const log = join(dataDir, "logs", "program.log");
  expect(readFileSync(log, "utf8")).toBe("second\n");
  expect(readFileSync(`${log}.1`, "utf8")).toBe("first\n");
});

test("leaves nothing running when the launcher is killed with SIGKILL", async () => {
  const launcher = join(dataDir, "launcher.ts");
  const module = fileURLToPath(new URL("./managed-process.ts", import.meta.url));
  writeFileSync(
    launcher,
    `import { ManagedProcess } from ${JSON.stringify(module)};
     const choice = { name: "program", dataDir: ${JSON.stringify(dataDir)}, command: process.execPath, cwd: ${JSON.stringify(dataDir)}, env: process.env };
     const part = new ManagedProcess({ ...choice, args: ["-e", ${JSON.stringify(STUBBORN)}] });
     setInterval(() => {}, 1000);`,
  );
  const process_ = spawn(process.execPath, [launcher], { stdio: "inherit" });
  const log = join(dataDir, "logs", "program.log");
  await vi.waitFor(() => expect(readFileSync(log, "utf8")).toBe("up\n"), WAIT);
  process_.kill("SIGKILL");
  await once(process_, "exit");
  await vi.waitFor(() => expect(left()).toEqual([]), WAIT);
});
