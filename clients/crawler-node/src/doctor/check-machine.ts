import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { needsBrowser } from "../../../../shared/platforms/platforms.ts";
import { messageWithCause } from "../../../http/message-with-cause.ts";
import { writeDurably } from "../../../storage/write-durably.ts";
import { bad, type Finding, fine } from "../../../terminal/finding.ts";
import type { Settings } from "../cli/settings.ts";
import { createChromium, findChromium } from "../fetch/chromium.ts";
import { diskOf } from "../metrics/measure.ts";
import { checkPrerequisites } from "../prerequisites.ts";

const MEGABYTE = 1024 * 1024;
const PAGE_TIMEOUT_MS = 15_000;
/** Below this a node cannot work. */
const MIN_FREE_MB = 50;

export async function checkPlatforms(settings: Settings): Promise<Finding[]> {
  const { platforms, leftOut } = await checkPrerequisites(settings);
  const findings = platforms.map((platform) => fine(platform, "can be crawled from here"));
  for (const { platform, reason } of leftOut) {
    const [, detail, todo] = /^(.*?): (.*)$/.exec(reason) ?? [reason, reason];
    findings.push(bad(platform, `is left out: ${detail}`, todo ?? null, platforms.length === 0));
  }
  return findings;
}

/** Opens a page in the browser. */
export async function checkBrowser(settings: Settings): Promise<Finding[]> {
  if (!settings.platforms.some(needsBrowser)) return [];
  const path = await findChromium(settings.chromium);
  if (path === null) return [];
  const chromium = createChromium(path);
  try {
    const browser = await chromium.browser();
    const page = await browser.newPage();
    await page.goto("data:text/html,<title>ok</title>", { timeout: PAGE_TIMEOUT_MS });
    if ((await page.title()) !== "ok") throw new Error("a page did not open");
    return [fine("browser", `${await browser.version()} (${path})`)];
  } catch (error) {
    const detail = `${path}: ${messageWithCause(error).split("\n")[0]}`;
    return [bad("browser", detail, "run it in a terminal to see what it lacks", false)];
  } finally {
    await chromium.close();
  }
}

/** Checks that the data folder takes a file and has room, and counts the entries that wait or were set aside. */
export async function checkData({ data, spoolMaxMb }: Settings): Promise<Finding[]> {
  try {
    await mkdir(data, { recursive: true });
    const trial = join(data, "doctor");
    await writeDurably(trial, ["trial"]);
    await rm(trial);
  } catch (error) {
    return [
      bad("data folder", messageWithCause(error), "give a folder that this user may write to with --data"),
    ];
  }
  const waiting = await countIn(join(data, "outbox"));
  const findings = [
    fine("data folder", `${data}${waiting > 0 ? `, ${waiting} entries wait for the API` : ""}`),
  ];
  for (const reason of ["rejected", "damaged"]) {
    const count = await countIn(join(data, reason));
    if (count > 0)
      findings.push(
        bad(
          reason,
          `${count} entries in ${join(data, reason)}`,
          "the log says why; delete them once looked at",
          false,
        ),
      );
  }
  const { free } = await diskOf(data);
  const detail = `${Math.round(free / MEGABYTE)} MB free`;
  findings.push(
    free >= spoolMaxMb * MEGABYTE
      ? fine("disk", detail)
      : bad(
          "disk",
          detail,
          `make room for the ${spoolMaxMb} MB that may wait, or lower --spool-max-mb`,
          free < MIN_FREE_MB * MEGABYTE,
        ),
  );
  return findings;
}

const countIn = async (folder: string) => (await readdir(folder).catch(() => [])).length;
