import { proxyDurable } from "itty-durable/proxy-durable.js";
import type { Platform } from "../../shared/contracts/platform.ts";
import {
  EDGE_HOLDER,
  type GateMeasures,
  type PlatformGateApi,
} from "../../shared/contracts/platform-gate.ts";

/**
 * The gate of one platform. itty-durable's stubs are untyped: this is their type.
 * @param holder whom the permits belong to: the edge, or one lease of a node (`nodeHolder`), which has one at a time
 */
export function platformGate(env: Env, platform: Platform, holder = EDGE_HOLDER): PlatformGateApi {
  const gate = proxyDurable(env.PLATFORM_GATE, { parse: true }).get(platform);
  return {
    exchange: (reports, want, settings) => gate.exchange(holder, reports, want, settings),
    giveBack: (permits) => gate.giveBack(holder, permits).then(() => undefined),
    status: () => gate.status(),
    reset: () => gate.closeBreaker(),
  };
}

/** What the gate of a platform measured. */
export const gateMeasures = (env: Env, platform: Platform): Promise<GateMeasures> =>
  proxyDurable(env.PLATFORM_GATE, { parse: true }).get(platform).measures();
