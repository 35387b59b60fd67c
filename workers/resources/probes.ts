/** Tests of proxies and tokens, from the Worker itself. */
import type { Config } from "../../shared/config.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { PlatformGateApi } from "../../shared/contracts/platform-gate.ts";
import type { TokenSpec } from "../../shared/contracts/resource-pool.ts";
import type { PlatformAdapter } from "../../shared/platforms/adapter.ts";
import { fetchByHttp } from "../crawl/fetchers/http.ts";
import { type Connect, type Probe, type ProxyTarget, probeProxy } from "./probe-proxy.ts";
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

export const createProbes = ({ config, connect, gate, clock, adapters }: Tools): Probes => ({
  proxy: (target, platform) =>
    probeProxy(target, hostOf(config.platforms[platform].list_url), { connect, timeoutMs: TIMEOUT_MS }),
  token: (platform, token) =>
    probeToken(
      { config, adapter: adapters[platform], gate: gate(platform), fetchPage: fetchByHttp, clock },
      platform,
      token,
    ),
});
