/** Tests of proxies and tokens, from the Worker itself. */
import type { Config } from "../../shared/config.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { PlatformGateApi } from "../../shared/contracts/platform-gate.ts";
import type { TokenSpec } from "../../shared/contracts/resource-pool.ts";
import type { PlatformAdapter } from "../../shared/platforms/adapter.ts";
import { fetchByHttp } from "../crawl/fetchers/http.ts";
import type { Resolver } from "../outgoing/resolver.ts";
import { publicAddresses } from "../outgoing/safe-fetch.ts";
import { type Connect, type Probe, type ProbeTools, type ProxyTarget, probeProxy } from "./probe-proxy.ts";
import { probeToken, type TokenProbe } from "./probe-token.ts";

export interface Probes {
  /** Connects through the proxy to the host of the platform's lists. */
  proxy(target: ProxyTarget, platform: Platform): Promise<Probe>;
  token(platform: Platform, token: TokenSpec & { value: string }): Promise<TokenProbe>;
}

interface Tools {
  /** Opens a TCP connection, with TLS when asked. */
  connect: Connect;
  config: Config;
  resolver: Resolver;
  gate(platform: Platform): PlatformGateApi;
  clock: { now(): number; sleep(ms: number): Promise<void> };
  adapters: Readonly<Record<Platform, PlatformAdapter>>;
}

const TIMEOUT_MS = 10_000;
const HTTPS_PORT = 443;
const HTTP_PORT = 80;

function hostOf(listUrl: string) {
  const { protocol, hostname, port } = new URL(listUrl);
  return { host: hostname, port: Number(port) || (protocol === "https:" ? HTTPS_PORT : HTTP_PORT) };
}

/**
 * The rules of pushes for the host of a proxy. The address that was checked is the one that is called, so that a second
 * answer of the name server changes nothing; a proxy behind TLS is called by its name, which its certificate has.
 */
const hostCheck =
  (resolver: Resolver, allowInner: boolean): ProbeTools["checkHost"] =>
  async ({ host, protocol }, signal) => {
    if (allowInner) return host;
    const [address = host] = await publicAddresses(host, resolver, signal);
    if (protocol === "https") return host;
    return address.includes(":") ? `[${address}]` : address;
  };

export const createProbes = ({ config, connect, resolver, gate, clock, adapters }: Tools): Probes => ({
  proxy: (target, platform) =>
    probeProxy(target, hostOf(config.platforms[platform].list_url), {
      connect,
      checkHost: hostCheck(resolver, config.ENVIRONMENT === "local"),
      timeoutMs: TIMEOUT_MS,
    }),
  token: (platform, token) =>
    probeToken(
      { config, adapter: adapters[platform], gate: gate(platform), fetchPage: fetchByHttp, clock },
      platform,
      token,
    ),
});
