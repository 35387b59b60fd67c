/**
 * A browser for the local Browser Rendering. Miniflare starts the Chrome of one fixed version from Wrangler's
 * cache folder and downloads it when it is not there; here an installed Chromium, or the one that the npm package
 * `@sparticuz/chromium` carries, is put in its place, so that nothing is downloaded.
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
/** Written by Miniflare after a first good start: without it, it deletes a browser that fails and downloads another. */
const VERIFIED_MARKER = ".miniflare-install-complete";
const NAMES = ["chromium", "google-chrome", "google-chrome-stable", "chromium-browser"];
/** A snap stub may wait for a daemon that is not there. */
const PROBE_TIMEOUT_MS = 15_000;

export interface Chrome {
  /** Where it comes from, for a person. */
  source: string;
  /** Variables under which Wrangler, Miniflare and Vitest find it. */
  env: Record<string, string>;
}

/**
 * Puts a browser where Miniflare looks for it.
 * @param cacheHome takes the place of `~/.cache`, so that the user's own cache is left alone
 * @param marker variables that the browser's process carries: Miniflare starts it with an almost empty environment
 * @returns null on systems where Miniflare's own download is the better way (macOS, Windows)
 * @throws Error when there is no browser that runs
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
  /** The program; as root it wants `--no-sandbox`. */
  path: string;
  /** Version and place, for a person. */
  source: string;
  /** What its process needs besides. */
  env: Record<string, string>;
}

/**
 * An installed Chromium, else the carried one (x64 Linux), unpacked at the first call.
 * @throws Error when there is no browser that runs
 */
export async function findChromium(): Promise<Chromium> {
  return (await findInstalled()) ?? (await unpackCarried());
}

/** The first browser on the path that tells its version. */
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

/** @throws Error when it does not run; null when it tells something else (the stub of a snap) */
async function versionOf(path: string, env: Record<string, string> = {}): Promise<string | null> {
  const { stdout } = await run(path, ["--version"], {
    timeout: PROBE_TIMEOUT_MS,
    env: { ...process.env, ...env },
  });
  return /^\D*\d+(\.\d+){3}/.exec(stdout.trim())?.[0] ?? null;
}

/**
 * Unpacks the Chromium of `@sparticuz/chromium` beside the installed packages, once per version.
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
    // The package unpacks into the temporary folder; in a process of its own that is a folder of ours.
    const options = { cwd: home, env: { ...process.env, TMPDIR: unpacking } };
    await run(process.execPath, ["--input-type=module", "-e", script], options);
    await rm(folder, { recursive: true, force: true });
    await rename(unpacking, folder);
  }
  // A bare machine has no NSS; the package brings one, which must not stand before the machine's own.
  const choices: Record<string, string>[] = [{}, { LD_LIBRARY_PATH: join(folder, "al2023", "lib") }];
  let reason = "";
  for (const env of choices) {
    try {
      const told = await versionOf(path, env);
      return { path, source: `${told} (npm package ${name})`, env };
    } catch (error) {
      reason = error instanceof Error ? (error.message.split("\n")[1] ?? error.message) : String(error);
    }
  }
  throw new Error(
    `no browser: install Chromium (Debian: apt install chromium); the one of ${name} does not run here: ${reason}`,
  );
}
