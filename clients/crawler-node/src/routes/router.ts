/** Chooses the route of each request: a proxy of the API's pool, else of the node's own list, else a direct connection. */
import QuickLRU from "quick-lru";
import type { Dispatcher } from "undici";
import type { Platform } from "../../../../shared/contracts/platform.ts";
import type { ProxyUrl } from "../../../../shared/domain/proxy-address.ts";
import { browserCanUse } from "../fetch/browser.ts";
import { direct, dispatcherFor } from "./dispatcher.ts";
import type { FileProxies } from "./file-proxies.ts";
import type { Pool } from "./pool.ts";
import type { Acquired, HeldProxy, HeldToken, Route, UseReport } from "./route.ts";

export interface Router {
  /** Never chooses a direct connection while there are proxies for the platform. */
  take(platform: Platform, byBrowser: boolean): Promise<Acquired<Route>>;
  report(route: Route, use: UseReport): Promise<void>;
  upkeep(): Promise<void>;
  close(): Promise<void>;
}

/** Proxies with open connections; QuickLRU keeps up to twice as many. */
const MAX_DISPATCHERS = 16;
const BROWSER_WAIT_MS = 60_000;

export function createRouter(pool: Pool, fileProxies: FileProxies): Router {
  const directly = direct();
  const dispatchers = new QuickLRU<string, Dispatcher>({
    maxSize: MAX_DISPATCHERS,
    // Closes once its requests have ended.
    onEviction: (_key, dispatcher) => void dispatcher.close().catch(() => {}),
  });

  function dispatcherOf(address: ProxyUrl): Dispatcher {
    const key = JSON.stringify(address);
    const known = dispatchers.get(key);
    if (known) return known;
    const dispatcher = dispatcherFor(address);
    dispatchers.set(key, dispatcher);
    return dispatcher;
  }

  async function proxyFor(platform: Platform, byBrowser: boolean): Promise<Acquired<HeldProxy>> {
    const usable = (address: ProxyUrl) => !byBrowser || browserCanUse(address);
    const leased = await pool.take("proxy", platform);
    if (leased.state === "none") return fileProxies.take(platform, usable);
    if (leased.state === "busy") return leased;
    const { id, protocol, host, port, username, password } = leased.value;
    const address = { protocol, host, port, username, password };
    if (usable(address)) return { state: "held", value: { id, address } };
    const reason = `Chromium cannot sign in to the SOCKS5 proxy ${id}; use an HTTP one for this platform`;
    return { state: "busy", waitMs: BROWSER_WAIT_MS, reason };
  }

  return {
    async take(platform, byBrowser) {
      const proxy = await proxyFor(platform, byBrowser);
      if (proxy.state === "busy") return proxy;
      const token = await pool.take("token", platform);
      if (token.state === "busy") return token;
      const held: HeldToken | null =
        token.state === "none"
          ? null
          : {
              id: token.value.id,
              sentAs: token.value.sent_as,
              headerName: token.value.header_name,
              value: token.value.value,
            };
      const used = proxy.state === "held" ? proxy.value : null;
      return {
        state: "held",
        value: { proxy: used, token: held, dispatcher: used ? dispatcherOf(used.address) : directly },
      };
    },
    async report({ proxy, token }, use) {
      if (proxy) {
        fileProxies.report(proxy.id, use);
        await pool.report(proxy.id, use);
      }
      // A network failure says nothing about a token.
      if (token && use.outcome !== "network") await pool.report(token.id, use);
    },
    upkeep: () => pool.upkeep(),
    async close() {
      await pool.close();
      for (const dispatcher of [directly, ...dispatchers.values()]) void dispatcher.destroy().catch(() => {});
      dispatchers.clear();
    },
  };
}
