/** Fetches a site's pages over the route that the node has for it, and tells the route what came of it. */
import type { Outcome, Platform } from "../../../../shared/contracts/platform.ts";
import { adapterContext } from "../../../../shared/crawl/adapter-context.ts";
import type { CrawlConfig } from "../../../../shared/crawl/crawl-services.ts";
import type { Fetched } from "../../../../shared/crawl/fetched.ts";
import type { PlatformAdapter, RequestSpec, SearchQuery } from "../../../../shared/platforms/adapter.ts";
import { fetchListByBrowser } from "../fetch/browser.ts";
import type { Chromium } from "../fetch/chromium.ts";
import { fetchByHttp } from "../fetch/http.ts";
import type { Route } from "../routes/route.ts";
import type { Router } from "../routes/router.ts";

export interface FetchParts {
  config: CrawlConfig;
  adapter: PlatformAdapter;
  router: Router;
  chromium: Chromium | null;
  /** Ends a page under way. */
  signal: AbortSignal;
}

export interface PageFetcher {
  list(query: SearchQuery): Promise<Fetched>;
  page(request: RequestSpec): Promise<Fetched>;
  /** What the last page was read as. */
  readAs(outcome: Outcome): void;
  /** Of the last fetch. */
  last(): { ms: number; route: Route | null };
}

export function createFetcher(platform: Platform, parts: FetchParts): PageFetcher {
  const { config, adapter, router, chromium, signal } = parts;
  const settings = config.platforms[platform];
  let route: Route | null = null;
  let ms = 0;

  async function go(byBrowser: boolean, fetch: (route: Route) => Promise<Fetched>): Promise<Fetched> {
    route = null;
    const taken = await router.take(platform, byBrowser);
    if (taken.state !== "held")
      return { ok: false, reason: taken.state === "busy" ? taken.reason : "no route", busyMs: waitOf(taken) };
    route = taken.value;
    const startedAt = Date.now();
    const fetched = await fetch(route);
    ms = Date.now() - startedAt;
    if (!fetched.ok && fetched.busyMs === undefined)
      await router.report(route, { platform, outcome: "network", error: fetched.reason });
    return fetched;
  }

  const byHttp = (spec: RequestSpec) =>
    go(false, ({ dispatcher, token }) =>
      fetchByHttp({
        spec,
        timeoutMs: settings.timeout_ms,
        signal,
        dispatcher,
        headers: token ? { [token.headerName]: token.value } : {},
      }),
    );

  return {
    async list(query) {
      const context = adapterContext(config, platform, Date.now());
      if (settings.fetch_mode === "http") return byHttp(await adapter.listRequest(query, context));
      if (!chromium) return { ok: false, reason: "this node has no Chromium", busyMs: 60_000 };
      const spec = adapter.listPage(query, context);
      return go(true, ({ proxy, token }) =>
        fetchListByBrowser(chromium, {
          spec,
          timeoutMs: settings.timeout_ms,
          signal,
          proxy: proxy?.address ?? null,
          token,
        }),
      );
    },
    page: byHttp,
    readAs(outcome) {
      // Health is worth no delay of the next page.
      if (route) void router.report(route, { platform, outcome }).catch(() => {});
    },
    last: () => ({ ms, route }),
  };
}

const waitOf = (taken: { state: string; waitMs?: number }) => taken.waitMs ?? 60_000;
