/** Finds the local Chromium, and runs one process that all pages share. */
import { execFile } from "node:child_process";
import { access, constants, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import puppeteer, { type Browser } from "puppeteer-core";

const run = promisify(execFile);

const NAMES = ["chromium", "google-chrome", "google-chrome-stable", "chromium-browser", "chrome"];
const FIXED_PATHS = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];
/** The stub of a snap can wait for a daemon that does not run. */
const PROBE_TIMEOUT_MS = 15_000;
const LAUNCH_TIMEOUT_MS = 30_000;

/**
 * @param wanted a path from the settings; only that one is tried then
 * @returns the path of an executable browser; null when there is none
 */
export async function findChromium(wanted: string | null): Promise<string | null> {
  if (wanted !== null) return (await isExecutable(wanted)) ? wanted : null;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const paths = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  for (const path of [...paths, ...FIXED_PATHS]) {
    if ((await isExecutable(path)) && (await versionOf(path))) return path;
  }
  return null;
}

const isExecutable = (path: string) =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

/** @returns null for the stub of a snap, and for a program that does not run */
async function versionOf(path: string): Promise<string | null> {
  if (process.platform === "win32") return "unknown";
  const result = await run(path, ["--version"], { timeout: PROBE_TIMEOUT_MS }).catch(() => null);
  return /\d+(\.\d+){3}/.exec(result?.stdout ?? "")?.[0] ?? null;
}

export interface Chromium {
  /** The running browser, which starts at first use and again after a crash. */
  browser(): Promise<Browser>;
  close(): Promise<void>;
}

export function createChromium(executablePath: string): Chromium {
  let starting: Promise<Browser> | null = null;
  const folders: string[] = [];

  async function launch(): Promise<Browser> {
    const userDataDir = await mkdtemp(join(tmpdir(), "jobdata-node-chromium-"));
    folders.push(userDataDir);
    const browser = await puppeteer.launch({
      executablePath,
      userDataDir,
      headless: true,
      timeout: LAUNCH_TIMEOUT_MS,
      // Chromium refuses to run its sandbox as root.
      args: [
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        "--disable-dev-shm-usage",
        "--mute-audio",
      ],
      // The node handles signals itself, and closes the browser in order.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
    browser.once("disconnected", () => {
      starting = null;
    });
    return browser;
  }

  return {
    browser() {
      starting ??= launch().catch((error) => {
        starting = null;
        throw error;
      });
      return starting;
    },
    async close() {
      const browser = await starting?.catch(() => null);
      await browser?.close().catch(() => browser.process()?.kill("SIGKILL"));
      starting = null;
      await Promise.all(
        folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true }).catch(() => {})),
      );
    },
  };
}
