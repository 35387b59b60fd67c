/** What holds of permits: the pace and the number of requests at once, from the order in which a gate answered. */
import {
  EDGE_HOLDER,
  type GateAnswer,
  type GateSettings,
  type PermitReport,
} from "../../../shared/contracts/platform-gate.ts";
import type { ObjectHost, Watch } from "../platform/objects.ts";
import type { World } from "../world.ts";

/** The clocks of two machines differ by at most this, milliseconds. */
const SKEW_MS = 400;

interface Permits {
  /** Unix ms at which each permit ends, and whose it is. */
  open: Map<string, { until: number; holder: string }>;
  newest: string | null;
  newestAt: number;
}

export function gateWatch(world: World): Watch {
  const gates = new Map<ObjectHost, Permits>();
  return (host, method, args) => {
    if (host.kind !== "PlatformGate" || (method !== "exchange" && method !== "giveBack")) return undefined;
    const gate = gates.get(host) ?? { open: new Map(), newest: null, newestAt: Number.NEGATIVE_INFINITY };
    gates.set(host, gate);
    const now = host.now();
    return (answer) => {
      const [holder] = args as [string];
      if (method === "giveBack") {
        for (const permit of args[1] as string[]) {
          gate.open.delete(permit);
          // A permit that is given back restores the pace from before it.
          if (permit === gate.newest) gate.newestAt = Number.NEGATIVE_INFINITY;
        }
        return;
      }
      const [, reports, want, settings] = args as [string, PermitReport[], number, GateSettings];
      for (const { permit } of reports) gate.open.delete(permit);
      for (const [permit, { until, holder: owner }] of gate.open)
        if (until <= now + SKEW_MS || (want > 0 && holder !== EDGE_HOLDER && owner === holder))
          gate.open.delete(permit);
      for (const permit of (answer as GateAnswer).permits) {
        gate.open.set(permit, { until: now + settings.permit_ttl_ms, holder });
        if (now - gate.newestAt < settings.delay_ms - SKEW_MS)
          world.fail("requests keep the platform's pace", `${host.name}: ${now - gate.newestAt} ms apart`);
        gate.newest = permit;
        gate.newestAt = now;
      }
      if (gate.open.size > settings.concurrency)
        world.fail("no more requests at once than the platform bears", `${host.name}: ${gate.open.size}`);
    };
  };
}
