/** What holds of leased proxies and tokens, read from the pool's rows. */
import type { LeaseAnswer } from "../../../shared/contracts/resource-pool.ts";
import type { Watch } from "../platform/objects.ts";
import type { World } from "../world.ts";

interface Live {
  node: string | null;
  fence: number;
  leaseUntil: number;
}

/** Times of a lease are of the pool's own clock, which may jump back by this when another machine has it. */
const SKEW_MS = 400;

export function poolWatch(world: World): Watch {
  const fences = new Map<string, number>();
  return (host, method, args) => {
    if (host.kind !== "ResourcePool" || method !== "lease") return undefined;
    const rows = host.data.rows<{ id: string; live: string; enabled: number; deleted_at: number | null }>(
      "SELECT id, live, enabled, deleted_at FROM resources",
    );
    const now = host.now();
    return (answer) => {
      const { granted } = answer as LeaseAnswer;
      if (!granted) return;
      const row = rows.find(({ id }) => id === granted.id);
      const before = JSON.parse(row?.live ?? "{}") as Live;
      const at = `${host.name} ${granted.id}`;
      if (before.node !== null && before.leaseUntil > now + SKEW_MS)
        world.fail("no two live leases on a resource", `${at}: ${before.node} and ${args[0]}`);
      if (row?.enabled !== 1 || row.deleted_at !== null)
        world.fail("what is switched off or deleted is not leased", at);
      if (granted.fence <= (fences.get(at) ?? 0)) world.fail("fences grow", at);
      fences.set(at, granted.fence);
    };
  };
}
