/** A browser whose proxy cannot serve it fetches nothing: with a real Chromium, the site must see no request at all. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findChromium } from "../../../../local/chrome/install.ts";
import type { LeasedProxy } from "../../../../shared/contracts/resources.ts";
import type { CrawlConfig } from "../../../../shared/crawl/crawl-services.ts";
import { type ProxyUrl, parseProxyUrl } from "../../../../shared/domain/proxy-address.ts";
import type { PlatformAdapter } from "../../../../shared/platforms/adapter.ts";
import { type FakeApi, KEY, NODE_ID, startFakeApi } from "../../../../tests/support/crawler-node/fake-api.ts";
import { listLogger } from "../../../../tests/support/crawler-node/list-logger.ts";
import { startHttpProxy } from "../../../../tests/support/proxies/http-proxy.ts";
import { startSocks5Proxy } from "../../../../tests/support/proxies/socks5-proxy.ts";
import { createApiClient } from "../api/api-client.ts";
import { createNodeApi } from "../api/node-api.ts";
import { createClock } from "../clock.ts";
import { createFetcher } from "../crawl/list-fetcher.ts";
import { type Chromium, createChromium } from "../fetch/chromium.ts";
import { fileProxies } from "./file-proxies.ts";
import { createPool } from "./pool.ts";
import { createRouter } from "./router.ts";

let requests = 0;
const site = createServer((_request, response) => {
  requests++;
  response.end("{}");
});
let origin: string;
let chromium: Chromium;
let api: FakeApi;

beforeAll(async () => {
  await new Promise<void>((done) => site.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  api = await startFakeApi();
  const { path, env } = await findChromium();
  Object.assign(process.env, env);
  chromium = createChromium(path);
});
afterAll(async () => {
  await chromium?.close();
  await api?.close();
  site.closeAllConnections();
  site.close();
});
beforeEach(() => {
  requests = 0;
  api.resources = [];
});

/** Fetches one list page by browser as a node does, with its own proxies and those that the API lends. */
async function fetchOver(own: string[], lent: LeasedProxy[] = []) {
  api.resources = lent;
  const clock = createClock(new AbortController().signal);
  const logger = listLogger();
  const node = createNodeApi(createApiClient(api.url, KEY), NODE_ID);
  const addresses = own.map((url): ProxyUrl => {
    const read = parseProxyUrl(url);
    if (!read.ok) throw new Error(read.reason);
    return read.value;
  });
  const router = createRouter(createPool(node, clock, logger), fileProxies(addresses, clock.now, logger));
  const fetcher = createFetcher("boss", {
    config: {
      platforms: {
        boss: {
          fetch_mode: "browser",
          timeout_ms: 60_000,
          list_url: origin,
          detail_url: origin,
          company_url: origin,
        },
      },
      signKeys: {},
    } as unknown as CrawlConfig,
    adapter: {
      listPage: () => ({ pageUrl: `${origin}/page`, responseUrlPart: "/list" }),
    } as unknown as PlatformAdapter,
    router,
    chromium,
    signal: new AbortController().signal,
  });
  const fetched = await fetcher.list({ keyword: "Java", city: "上海", channel: "web", filters: {}, page: 1 });
  await router.close();
  return fetched;
}

describe("a browser never goes straight", () => {
  test.each(["http", "socks5"])("when its %s proxy is gone", async (protocol) => {
    const gone = await startHttpProxy({});
    const { port } = new URL(gone.url);
    await gone.close();
    expect(await fetchOver([`${protocol}://127.0.0.1:${port}`])).toMatchObject({ ok: false });
    expect(requests).toBe(0);
  });

  test("when its proxy does not let it in", async () => {
    const proxy = await startHttpProxy({ auth: { username: "u", password: "right" } });
    const url = new URL(proxy.url);
    url.password = "wrong";
    await fetchOver([url.href]);
    await proxy.close();
    expect(requests).toBe(0);
  });

  test("when Chromium cannot sign in to the proxy, whether the node's own or a lent one: it waits", async () => {
    const proxy = await startSocks5Proxy({ auth: { username: "u", password: "p" } });
    const { hostname, port } = new URL(proxy.url);
    const waits = { ok: false, retryInMs: expect.any(Number) };
    expect(await fetchOver([`socks5://u:p@${hostname}:${port}`])).toMatchObject(waits);
    const lent = {
      ...{ kind: "proxy", id: "a0000000-0000-4000-8000-000000000001", fence: 1, until: 1, budget_left: null },
      ...{ protocol: "socks5", host: hostname, port: Number(port), username: "u", password: "p" },
    } as LeasedProxy;
    expect(await fetchOver([], [lent])).toMatchObject(waits);
    await proxy.close();
    expect(requests).toBe(0);
  });

  test("but does so without any proxy, which shows that the requests are seen", async () => {
    await fetchOver([]);
    expect(requests).toBeGreaterThan(0);
  });
});
