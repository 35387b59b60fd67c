/** Fetches a site's pages over a route of the router, and reports the outcome to it. */
import type { Outcome, Platform } from "../../../../shared/contracts/platform.ts";
import { adapterContext } from "../../../../shared/crawl/adapter-context.ts";
import type { CrawlConfig } from "../../../../shared/crawl/crawl-services.ts";
import type { FetchResult } from "../../../../shared/crawl/fetch-result.ts";
import { assertOwnOrigin, ownOrigins } from "../../../../shared/crawl/own-origin.ts";
import type { PlatformAdapter, RequestSpec, SearchQuery } from "../../../../shared/platforms/adapter.ts";
import { fetchListByBrowser } from "../fetch/browser.ts";
import type { Chromium } from "../fetch/chromium.ts";
import { fetchByHttp } from "../fetch/http.ts";
import type { Route } from "../routes/route.ts";
import type { Router } from "../routes/router.ts";

const NO_ROUTE_WAIT_MS = 60_000;

export interface FetchParts {
  config: CrawlConfig;
  adapter: PlatformAdapter;
  router: Router;
  chromium: Chromium | null;
  /** Aborts a page under way. */
  signal: AbortSignal;
}

export interface PageFetcher {
  list(query: SearchQuery): Promise<FetchResult>;
  page(request: RequestSpec): Promise<FetchResult>;
  /** Reports how the last page was read. */
  readAs(outcome: Outcome): void;
  /** Duration and route of the last fetch. */
  last(): { ms: number; route: Route | null };
}

export function createFetcher(platform: Platform, parts: FetchParts): PageFetcher {
  const { config, adapter, router, chromium, signal } = parts;
  const settings = config.platforms[platform];
  let route: Route | null = null;
  let ms = 0;

  async function fetchOverRoute(
    byBrowser: boolean,
    fetch: (route: Route) => Promise<FetchResult>,
  ): Promise<FetchResult> {
    route = null;
    const taken = await router.take(platform, byBrowser);
    if (taken.state !== "held")
      return {
        ok: false,
        reason: taken.state === "busy" ? taken.reason : "no route",
        retryInMs: waitOf(taken),
      };
    route = taken.value;
    const startedAt = Date.now();
    const fetched = await fetch(route);
    ms = Date.now() - startedAt;
    if (!fetched.ok && fetched.retryInMs === undefined)
      await router.report(route, { platform, outcome: "network", error: fetched.reason });
    return fetched;
  }

  /** @throws Error for a request that leads away from the platform: the route's token must not go there */
  const byHttp = async (spec: RequestSpec) => {
    assertOwnOrigin(spec.url, settings);
    return fetchOverRoute(false, ({ dispatcher, token }) =>
      fetchByHttp({
        spec,
        timeoutMs: settings.timeout_ms,
        signal,
        dispatcher,
        headers: token ? { [token.headerName]: token.value } : {},
      }),
    );
  };

  return {
    async list(query) {
      const context = adapterContext(config, platform, Date.now());
      if (settings.fetch_mode === "http") return byHttp(await adapter.listRequest(query, context));
      if (!chromium) return { ok: false, reason: "this node has no Chromium", retryInMs: NO_ROUTE_WAIT_MS };
      const spec = adapter.listPage(query, context);
      assertOwnOrigin(spec.pageUrl, settings);
      return fetchOverRoute(true, ({ proxy, token }) =>
        fetchListByBrowser(chromium, {
          spec,
          timeoutMs: settings.timeout_ms,
          signal,
          proxy: proxy?.address ?? null,
          token,
          origins: ownOrigins(settings),
        }),
      );
    },
    page: byHttp,
    readAs(outcome) {
      // The report must not delay the next page.
      if (route) void router.report(route, { platform, outcome }).catch(() => {});
    },
    last: () => ({ ms, route }),
  };
}

const waitOf = (taken: { state: string; waitMs?: number }) => taken.waitMs ?? NO_ROUTE_WAIT_MS;
