/** Chooses how each request goes: by a proxy of the API's pool, else of the node's own list, else straight. */
import type { Dispatcher } from "undici";
import type { Platform } from "../../../../shared/contracts/platform.ts";
import { browserCanUse } from "../fetch/browser.ts";
import { direct, dispatcherFor } from "./dispatcher.ts";
import type { FileProxies } from "./file-proxies.ts";
import type { Pool } from "./pool.ts";
import type { ProxyAddress } from "./proxy-address.ts";
import type { HeldProxy, HeldToken, Route, Taken, UseReport } from "./route.ts";

export interface Router {
  /** Never goes straight while there are proxies for the platform. */
  take(platform: Platform, byBrowser: boolean): Promise<Taken<Route>>;
  report(route: Route, use: UseReport): Promise<void>;
  upkeep(): Promise<void>;
  close(): Promise<void>;
}

/** Connections kept open to proxies that are no longer used are few. */
const MOST_DISPATCHERS = 32;
const BROWSER_WAIT_MS = 60_000;

export function createRouter(pool: Pool, own: FileProxies): Router {
  const straight = direct();
  const dispatchers = new Map<string, Dispatcher>();

  function dispatcherOf(address: ProxyAddress): Dispatcher {
    const key = JSON.stringify(address);
    const known = dispatchers.get(key) ?? dispatcherFor(address);
    dispatchers.delete(key);
    dispatchers.set(key, known);
    const [oldest] = dispatchers;
    if (dispatchers.size > MOST_DISPATCHERS && oldest) {
      dispatchers.delete(oldest[0]);
      // Ends once its requests have ended.
      void oldest[1].close().catch(() => {});
    }
    return known;
  }

  async function proxyFor(platform: Platform, byBrowser: boolean): Promise<Taken<HeldProxy>> {
    const usable = (address: ProxyAddress) => !byBrowser || browserCanUse(address);
    const lent = await pool.take("proxy", platform);
    if (lent.state === "none") return own.take(platform, usable);
    if (lent.state === "busy") return lent;
    const { id, protocol, host, port, username, password } = lent.value;
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
      const by = proxy.state === "held" ? proxy.value : null;
      return {
        state: "held",
        value: { proxy: by, token: held, dispatcher: by ? dispatcherOf(by.address) : straight },
      };
    },
    async report({ proxy, token }, use) {
      if (proxy) {
        own.report(proxy.id, use);
        await pool.report(proxy.id, use);
      }
      // That the network failed says nothing about a token.
      if (token && use.outcome !== "network") await pool.report(token.id, use);
    },
    upkeep: () => pool.upkeep(),
    async close() {
      await pool.close();
      for (const dispatcher of [straight, ...dispatchers.values()]) void dispatcher.destroy().catch(() => {});
      dispatchers.clear();
    },
  };
}
