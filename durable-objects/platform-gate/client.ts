import { proxyDurable } from "itty-durable/proxy-durable.js";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { PlatformGateApi } from "../../shared/contracts/platform-gate.ts";

/** The gate of one platform. itty-durable's stubs are untyped: this is their type. */
export function platformGate(env: Env, platform: Platform): PlatformGateApi {
  const gate = proxyDurable(env.PLATFORM_GATE, { parse: true }).get(platform);
  return {
    exchange: (reports, want, settings) => gate.exchange(reports, want, settings),
    giveBack: (permits) => gate.giveBack(permits).then(() => undefined),
    status: () => gate.status(),
    reset: () => gate.closeBreaker(),
  };
}
