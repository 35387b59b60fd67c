// The entry of every script of package.json: `node local/bootstrap.mjs start|test|bench|simulate [flags]`.
// It runs on the Node that the machine has, with nothing installed, so it imports nothing but node: modules:
// it installs missing packages and then runs local/<script>.ts on the Node that package.json pins.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const MIN_NODE = 20;
const SCRIPTS = {
  start: "local/start.ts",
  test: "local/test.ts",
  bench: "bench/main.ts",
  simulate: "tests/simulation/main.ts",
};
const FORWARDED = ["SIGINT", "SIGTERM", "SIGHUP"];
const PARENT_CHECK_MS = 500;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/**
 * Checks whether node_modules has the packages of package-lock.json. npm writes its own list there as the last step of an
 * install, so an interrupted install counts as missing. Optional packages differ by machine and are ignored.
 */
function isInstalled() {
  const lists = ["package-lock.json", "node_modules/.package-lock.json"].map((path) => join(root, path));
  if (!existsSync(pinnedNode()) || !lists.every((path) => existsSync(path))) return false;
  const [wanted, found] = lists.map((path) => JSON.parse(readFileSync(path, "utf8")).packages);
  return Object.entries(wanted).every(
    ([path, { version, link, optional }]) =>
      !path.startsWith("node_modules/") || link || optional || found[path]?.version === version,
  );
}

function pinnedNode() {
  return join(root, "node_modules", "node", "bin", "node");
}

/** The npm that runs this script: the parent process, or the parent of the shell in between; null without npm. */
function npmProcess() {
  if (!process.env.npm_lifecycle_event) return null;
  const { parent, name } = describe(process.ppid);
  return /(^|\/)(ba|da|z|k|a)?sh$/.test(name) ? parent : process.ppid;
}

/** Reads parent and name of a process. */
function describe(pid) {
  try {
    // `<pid> (<name>) <state> <parent> …`; the name may contain spaces and brackets.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const end = stat.lastIndexOf(")");
    return {
      parent: Number(stat.slice(end + 2).split(" ")[1]),
      name: stat.slice(stat.indexOf("(") + 1, end),
    };
  } catch {
    const { stdout } = spawnSync("ps", ["-o", "ppid=,comm=", "-p", String(pid)], { encoding: "utf8" });
    const [, parent, name] = /^\s*(\d+)\s+(.*)$/.exec(stdout?.trim() ?? "") ?? [];
    return { parent: Number(parent ?? 0), name: name ?? "" };
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Runs a command that gets the signals of this process and ends when npm has ended; resolves with its exit code. */
function run(command, args, env) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env, stdio: "inherit" });
    const forward = (signal) => {
      // A terminal sends Ctrl-C to the child too; a second signal would mean "at once".
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    };
    for (const signal of FORWARDED) process.on(signal, forward);
    // An npm that was killed with SIGKILL sends no signal.
    const npm = npmProcess();
    const watch = setInterval(() => {
      if (npm !== null && !isAlive(npm)) child.kill("SIGTERM");
    }, PARENT_CHECK_MS);
    child.once("error", (error) => fail(`${command}: ${error.message}`));
    child.once("exit", (code, signal) => {
      clearInterval(watch);
      for (const name of FORWARDED) process.off(name, forward);
      resolve(signal ? 128 + constants.signals[signal] : (code ?? 1));
    });
  });
}

async function install() {
  const startedAt = Date.now();
  const seconds = () => ((Date.now() - startedAt) / 1000).toFixed(1);
  process.stderr.write("Installing packages (npm ci) …\n");
  // Under `npm start` a variable has the path of npm; `node local/bootstrap.mjs` finds npm on the PATH.
  const npm = process.env.npm_execpath;
  const args = ["ci", "--prefix", root, "--no-fund", "--no-audit", "--loglevel=error"];
  const ticker = setInterval(() => process.stderr.write(`  … ${seconds()} s\n`), 15_000);
  const [command, ...rest] = npm?.endsWith(".js") ? [process.execPath, npm, ...args] : ["npm", ...args];
  const code = await run(command, rest, process.env);
  clearInterval(ticker);
  if (code !== 0) fail(`npm ci ended with code ${code} after ${seconds()} s; nothing was started`);
  process.stderr.write(`Installed in ${seconds()} s\n`);
}

const [name, ...args] = process.argv.slice(2);
const version = process.versions.node;
if (Number.parseInt(version, 10) < MIN_NODE) {
  fail(`Node ${MIN_NODE} or later is needed; this is ${version} (${process.execPath})`);
}
if (!Object.hasOwn(SCRIPTS, name ?? "")) {
  fail(`usage: node local/bootstrap.mjs ${Object.keys(SCRIPTS).join("|")} [flags]`);
}
if (!isInstalled()) await install();
const path = [dirname(pinnedNode()), join(root, "node_modules", ".bin"), process.env.PATH].join(delimiter);
process.exitCode = await run(pinnedNode(), [join(root, SCRIPTS[name]), ...args], {
  ...process.env,
  PATH: path,
});
