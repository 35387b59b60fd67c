/** Fetches list pages by the fetch mode of each platform: plain HTTP, or a page opened in Browser Rendering. */
import type { Clock } from "../../../shared/clock.ts";
import type { Config } from "../../../shared/config.ts";
import type { BrowserBrokerApi } from "../../../shared/contracts/browser.ts";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { adapterContext } from "../../../shared/crawl/adapter-context.ts";
import type { CrawlServices } from "../../../shared/crawl/crawl-services.ts";
import { BrowserBusyError, FetchError } from "../../../shared/crawl/fetch-error.ts";
import type { FetchResult } from "../../../shared/crawl/fetch-result.ts";
import { assertOwnOrigin } from "../../../shared/crawl/own-origin.ts";
import type { PlatformAdapter } from "../../../shared/platforms/adapter.ts";
import { fetchListByBrowser } from "./browser.ts";
import { fetchByHttp } from "./http.ts";

interface Tools {
  config: Config;
  adapters: Readonly<Record<Platform, PlatformAdapter>>;
  browser: Env["BROWSER"];
  broker: BrowserBrokerApi;
  clock: Clock;
}

export function createListFetcher({
  config,
  adapters,
  browser,
  broker,
  clock,
}: Tools): CrawlServices["fetchList"] {
  return async (platform, query) => {
    const settings = config.platforms[platform];
    const adapter = adapters[platform];
    const context = adapterContext(config, platform, clock.now());
    if (settings.fetch_mode === "http") {
      const request = await adapter.listRequest(query, context);
      assertOwnOrigin(request.url, settings);
      return fetchByHttp(request, settings.timeout_ms);
    }
    const page = adapter.listPage(query, context);
    assertOwnOrigin(page.pageUrl, settings);
    try {
      const answer = await fetchListByBrowser(
        browser,
        broker,
        page,
        settings.delay_ms + settings.jitter_ms / 2,
        settings.timeout_ms,
      );
      return { ok: true, answer };
    } catch (error) {
      return noAnswer(error);
    }
  };
}

function noAnswer(error: unknown): FetchResult {
  if (error instanceof BrowserBusyError) return { ok: false, reason: error.message, retryInMs: error.waitMs };
  if (error instanceof FetchError) return { ok: false, reason: error.message };
  throw error;
}
