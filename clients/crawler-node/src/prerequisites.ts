/** Which platforms this machine can crawl, and what the others lack. */
import type { Platform } from "../../../shared/contracts/platform.ts";
import type { Settings } from "./cli/settings.ts";
import { findChromium } from "./fetch/chromium.ts";

export interface Prerequisites {
  platforms: Platform[];
  leftOut: { platform: Platform; reason: string }[];
  /** Path of the browser; null when there is none. */
  chromium: string | null;
}

export async function checkPrerequisites({
  platforms,
  chromium: wanted,
  qcwySignKey,
}: Settings): Promise<Prerequisites> {
  const chromium = platforms.includes("boss") ? await findChromium(wanted) : null;
  const obstacle = (platform: Platform): string | null => {
    if (platform === "qcwy" && qcwySignKey === null)
      return "51job needs its signing key: set QCWY_SIGN_KEY on this machine";
    if (platform === "boss" && chromium === null)
      return wanted === null
        ? "Boss needs a browser: install Chromium (Debian: apt install chromium) or set CHROMIUM_PATH"
        : `Boss needs a browser: ${wanted} is not a program that can be run`;
    return null;
  };
  const leftOut = platforms.flatMap((platform) => {
    const reason = obstacle(platform);
    return reason === null ? [] : [{ platform, reason }];
  });
  return {
    platforms: platforms.filter((platform) => obstacle(platform) === null),
    leftOut,
    chromium,
  };
}
