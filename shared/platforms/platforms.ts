/** The facts of every platform, by name; `docs/platforms.md` says how one is added. */
import type { Platform } from "../contracts/platform.ts";
import { byPlatform, PLATFORMS } from "../contracts/vocabulary.ts";
import { boss } from "./boss/platform.ts";
import type { PlatformDefinition } from "./definition.ts";
import { qcwy } from "./qcwy/platform.ts";
import { zhilian } from "./zhilian/platform.ts";

export const platforms: Readonly<Record<Platform, PlatformDefinition>> = { boss, qcwy, zhilian };

/** Name of the Worker's variable that overrides a platform's settings. */
export const settingsVariable = (platform: Platform): Uppercase<Platform> =>
  platform.toUpperCase() as Uppercase<Platform>;

/** The platforms whose requests are signed, each with the name of its secret. */
export const signKeyVariables: readonly (readonly [Platform, string])[] = PLATFORMS.flatMap((platform) => {
  const { signKey } = platforms[platform];
  return signKey === null ? [] : [[platform, signKey] as const];
});

/** True when the platform's lists are loaded by a page's script: whoever crawls it needs a browser. */
export const needsBrowser = (platform: Platform): boolean =>
  platforms[platform].settings.fetch_mode === "browser";

/** The names on screen in one language. */
export const platformLabels = (language: "zh" | "en"): Record<Platform, string> =>
  byPlatform((platform) => platforms[platform].label[language]);
