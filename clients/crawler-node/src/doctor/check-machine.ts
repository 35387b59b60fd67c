import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { needsBrowser } from "../../../../shared/platforms/platforms.ts";
import { writeDurably } from "../../../storage/write-durably.ts";
import type { Settings } from "../cli/settings.ts";
import { createChromium, findChromium } from "../fetch/chromium.ts";
import { messageOf } from "../message-of.ts";
import { diskOf } from "../metrics/measure.ts";
import { lookReady } from "../ready.ts";
import { type Finding, fine } from "./finding.ts";

const MEGABYTE = 1024 * 1024;
const PAGE_TIMEOUT_MS = 15_000;

export async function checkPlatforms(settings: Settings): Promise<Finding[]> {
  const { platforms, leftOut } = await lookReady(settings);
  const findings = platforms.map((platform) => fine(platform, "can be crawled from here"));
  for (const { platform, reason } of leftOut) {
    const [, detail, todo] = /^(.*?): (.*)$/.exec(reason) ?? [reason, reason];
    findings.push({
      check: platform,
      ok: false,
      needed: platforms.length === 0,
      detail: `is left out: ${detail}`,
      todo: todo ?? null,
    });
  }
  return findings;
}

/** Opens a page in it. */
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
    const detail = `${path}: ${messageOf(error).split("\n")[0]}`;
    return [
      { check: "browser", ok: false, needed: false, detail, todo: "run it by hand to see what it lacks" },
    ];
  } finally {
    await chromium.close();
  }
}

/** The data folder takes a file, there is room, and what waits or was set aside. */
export async function checkData({ data, spoolMaxMb }: Settings): Promise<Finding[]> {
  const bad = (check: string, detail: string, todo: string, needed = true): Finding => ({
    check,
    ok: false,
    needed,
    detail,
    todo,
  });
  try {
    await mkdir(data, { recursive: true });
    const trial = join(data, "doctor");
    await writeDurably(trial, ["trial"]);
    await rm(trial);
  } catch (error) {
    return [bad("data folder", messageOf(error), "give a folder that this user may write to with --data")];
  }
  const waiting = await countIn(join(data, "outbox"));
  const findings = [
    fine("data folder", `${data}${waiting > 0 ? `, ${waiting} entries wait for the API` : ""}`),
  ];
  for (const aside of ["rejected", "damaged"]) {
    const count = await countIn(join(data, aside));
    if (count > 0)
      findings.push(
        bad(
          aside,
          `${count} entries in ${join(data, aside)}`,
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
          free < 50 * MEGABYTE,
        ),
  );
  return findings;
}

const countIn = async (folder: string) => (await readdir(folder).catch(() => [])).length;
