/** Connections through a proxy: CONNECT for http and https proxies, SOCKS5 with host names resolved by the proxy. */
import { Agent, type Dispatcher, ProxyAgent, Socks5ProxyAgent } from "undici";
import type { ProxyUrl } from "../../../../shared/domain/proxy-address.ts";
import { proxyOrigin } from "./proxy-origin.ts";

export const direct = (): Dispatcher => new Agent();

export function dispatcherFor(proxy: ProxyUrl): Dispatcher {
  const { protocol, username, password } = proxy;
  const address = proxyOrigin(proxy);
  if (protocol === "socks5") {
    return new Socks5ProxyAgent(address, {
      ...(username === null ? {} : { username, password: password ?? "" }),
    });
  }
  const token =
    username === null
      ? undefined
      : `Basic ${Buffer.from(`${username}:${password ?? ""}`).toString("base64")}`;
  // A tunnel for http: targets too, so that the proxy sees the target's host and port only.
  return new ProxyAgent({ uri: address, token, proxyTunnel: true });
}
