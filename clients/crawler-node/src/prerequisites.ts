/** Which platforms this machine can crawl, and what the others lack. */
import type { Platform } from "../../../shared/contracts/platform.ts";
import { platforms as definitions, needsBrowser } from "../../../shared/platforms/platforms.ts";
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
  signKeys,
}: Settings): Promise<Prerequisites> {
  const chromium = platforms.some(needsBrowser) ? await findChromium(wanted) : null;
  const obstacle = (platform: Platform): string | null => {
    const { label, signKey } = definitions[platform];
    if (signKey !== null && signKeys[platform] === undefined)
      return `${label.en} needs its signing key: set ${signKey} on this machine`;
    if (needsBrowser(platform) && chromium === null)
      return wanted === null
        ? `${label.en} needs a browser: install Chromium (Debian: apt install chromium) or set CHROMIUM_PATH`
        : `${label.en} needs a browser: ${wanted} is not a program that can be run`;
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
