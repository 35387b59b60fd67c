import type { Platform } from "../contracts/platform.ts";
import type { AdapterContext } from "../platforms/adapter.ts";
import type { CrawlConfig } from "./crawl-services.ts";

/**
 * What a platform's adapter needs besides the query: the platform's settings and its signing key.
 * @param now Unix ms
 */
export function adapterContext(
  config: Pick<CrawlConfig, "platforms" | "signKeys">,
  platform: Platform,
  now: number,
): AdapterContext {
  return { settings: config.platforms[platform], signKey: config.signKeys[platform], now };
}
