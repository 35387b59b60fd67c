/**
 * Provides a browser for the local Browser Rendering. Miniflare starts the Chrome of one fixed version from Wrangler's
 * cache folder and downloads it when it is missing. This module puts an installed Chromium, or the one of the npm package
 * `@sparticuz/chromium`, in its place, so that nothing is downloaded.
 */
import { execFile } from "node:child_process";
import { access, chmod, constants, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const require = createRequire(import.meta.url);

/** What Miniflare asks for; `install.test.ts` compares it with the installed one. */
export const CHROME_VERSION = "126.0.6478.182";
/** Miniflare writes this file after the first successful start; without it Miniflare deletes a browser that fails and downloads another. */
const VERIFIED_MARKER = ".miniflare-install-complete";
const NAMES = ["chromium", "google-chrome", "google-chrome-stable", "chromium-browser"];
/** The stub of a snap may wait for a daemon that does not run. */
const PROBE_TIMEOUT_MS = 15_000;

export interface Chrome {
  /** Origin of the browser, for a person. */
  source: string;
  /** Variables under which Wrangler, Miniflare and Vitest find it. */
  env: Record<string, string>;
}

/**
 * Puts a browser where Miniflare looks for it.
 * @param cacheHome is used instead of `~/.cache`, so that the user's own cache does not change
 * @param marker variables for the browser's process, which Miniflare starts with an almost empty environment
 * @returns null on systems where Miniflare downloads a browser itself (macOS, Windows)
 * @throws Error when there is no working browser
 */
export async function installChrome(
  cacheHome: string,
  marker: Record<string, string> = {},
): Promise<Chrome | null> {
  if (platform() !== "linux") return null;
  const browser = await findChromium();
  const variables = Object.entries({ ...marker, ...browser.env });
  const folder = join(
    cacheHome,
    ".wrangler",
    "chrome",
    `${arch() === "arm64" ? "linux_arm" : "linux"}-${CHROME_VERSION}`,
  );
  const target = join(folder, "chrome-linux64", "chrome");
  await mkdir(dirname(target), { recursive: true });
  const exports = variables.map(([name, value]) => `export ${name}=${quote(value)}\n`);
  await writeFile(`${target}.new`, `#!/bin/sh\n${exports.join("")}exec ${quote(browser.path)} "$@"\n`);
  await chmod(`${target}.new`, 0o755);
  await rename(`${target}.new`, target);
  await writeFile(join(folder, VERIFIED_MARKER), "");
  return {
    source: browser.source,
    // CI: Miniflare starts the browser with --no-sandbox, which root and the carried Chromium need.
    env: { XDG_CACHE_HOME: cacheHome, CI: "1" },
  };
}

const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

export interface Chromium {
  /** Path of the program; as root it needs `--no-sandbox`. */
  path: string;
  /** Version and path, for a person. */
  source: string;
  /** Additional variables for its process. */
  env: Record<string, string>;
}

/**
 * Finds an installed Chromium, else the one of the package (x64 Linux), which is unpacked at the first call.
 * @throws Error when there is no working browser
 */
export async function findChromium(): Promise<Chromium> {
  return (await findInstalled()) ?? (await unpackCarried());
}

/** @returns the first browser on the PATH that prints its version */
async function findInstalled(): Promise<Chromium | null> {
  for (const name of NAMES) {
    for (const folder of (process.env.PATH ?? "").split(delimiter)) {
      const path = join(folder, name);
      if (!(await isExecutable(path))) continue;
      const version = await versionOf(path).catch(() => null);
      if (version) return { path, source: `${version} (${path})`, env: {} };
    }
  }
  return null;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** @returns the version; null when the output is not one (the stub of a snap). @throws Error when the program does not run */
async function versionOf(path: string, env: Record<string, string> = {}): Promise<string | null> {
  const { stdout } = await run(path, ["--version"], {
    timeout: PROBE_TIMEOUT_MS,
    env: { ...process.env, ...env },
  });
  return /^\D*\d+(\.\d+){3}/.exec(stdout.trim())?.[0] ?? null;
}

/**
 * Unpacks the Chromium of `@sparticuz/chromium` beside the installed packages, once for each version.
 * @throws Error when it does not run on this machine (it is built for x64 Linux)
 */
async function unpackCarried(): Promise<Chromium> {
  const name = "@sparticuz/chromium";
  const main = require.resolve(name);
  const home = main.slice(0, main.lastIndexOf(join("node_modules", name)));
  const { version } = require(join(home, "node_modules", name, "package.json")) as { version: string };
  const folder = join(home, "node_modules", ".cache", "jobdata", `chromium-${version}`);
  const path = join(folder, "chromium");
  if (!(await isExecutable(path))) {
    const unpacking = `${folder}.${process.pid}`;
    await mkdir(unpacking, { recursive: true });
    const libraries = join(home, "node_modules", name, "bin", "al2023.tar.br");
    const script = `
      const { default: chromium, inflate } = await import(${JSON.stringify(name)});
      await Promise.all([chromium.executablePath(), inflate(${JSON.stringify(libraries)})]);`;
    // The package unpacks into the temporary folder, which is another folder in a process of its own.
    const options = { cwd: home, env: { ...process.env, TMPDIR: unpacking } };
    await run(process.execPath, ["--input-type=module", "-e", script], options);
    await rm(folder, { recursive: true, force: true });
    await rename(unpacking, folder);
  }
  // A minimal machine has no NSS; the library of the package must not take precedence over that of the machine.
  const choices: Record<string, string>[] = [{}, { LD_LIBRARY_PATH: join(folder, "al2023", "lib") }];
  let reason = "";
  for (const env of choices) {
    try {
      const version = await versionOf(path, env);
      return { path, source: `${version} (npm package ${name})`, env };
    } catch (error) {
      reason = error instanceof Error ? (error.message.split("\n")[1] ?? error.message) : String(error);
    }
  }
  throw new Error(
    `no browser: install Chromium (Debian: apt install chromium); the one of ${name} does not run here: ${reason}`,
  );
}
