/** Connections through a proxy: CONNECT for http and https proxies, SOCKS5 with host names resolved by the proxy. */
import { Agent, type Dispatcher, ProxyAgent, Socks5ProxyAgent } from "undici";
import type { ProxyAddress } from "./proxy-address.ts";

export const direct = (): Dispatcher => new Agent();

export function dispatcherFor(proxy: ProxyAddress): Dispatcher {
  const { protocol, host, port, username, password } = proxy;
  const address = `${protocol}://${host}:${port}`;
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
