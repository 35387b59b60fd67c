/** Tests of proxies and tokens, with the Worker's own sockets and fetch. */
import { connect } from "cloudflare:sockets";
import type { Config } from "../../shared/contracts/config.ts";
import type { PlatformGateApi } from "../../shared/contracts/gate.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { PlatformAdapter } from "../../shared/platforms/adapter.ts";
import type { Services } from "../api/services.ts";
import { fetchByHttp } from "../crawl/fetchers/http.ts";
import { probeProxy } from "./probe-proxy.ts";
import { probeToken } from "./probe-token.ts";

interface Tools {
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

export const createProbes = ({ config, gate, clock, adapters }: Tools): Services["probes"] => ({
  proxy: (target, platform) =>
    probeProxy(target, hostOf(config.platforms[platform].list_url), {
      connect: (address, tls) =>
        connect(address, { secureTransport: tls ? "on" : "off", allowHalfOpen: false }),
      timeoutMs: TIMEOUT_MS,
    }),
  token: (platform, token) =>
    probeToken(
      { config, adapter: adapters[platform], gate: gate(platform), fetchPage: fetchByHttp, clock },
      platform,
      token,
    ),
});
