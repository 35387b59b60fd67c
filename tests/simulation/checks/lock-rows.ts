/** What holds of locks, from the order in which they answered. */
import type { LockAnswer } from "../../../shared/contracts/lock.ts";
import type { ObjectHost, Watch } from "../platform/objects.ts";
import type { World } from "../world.ts";

interface Held {
  owner: string;
  fence: number;
  until: number;
}

/** The clocks of two machines differ by at most this, milliseconds. */
const SKEW_MS = 400;

export function lockWatch(world: World): Watch {
  const locks = new Map<ObjectHost, Held>();
  return (host, method, args) => {
    if (host.kind !== "Lock") return undefined;
    const now = host.now();
    return (answer) => {
      const before = locks.get(host);
      if (method === "release") {
        const [, fence] = args as [string, number];
        if ((answer as { released: boolean }).released && before?.fence === fence) before.until = 0;
      }
      if (method !== "acquire" && method !== "renew") return;
      const answered = answer as LockAnswer;
      if (!answered.ok) return;
      const { owner, fence, expires_at: until } = answered.grant;
      const isHeld = before !== undefined && before.until > now + SKEW_MS;
      if (isHeld && before.owner !== owner)
        world.fail("a lock has one holder", `${host.name}: ${before.owner} and ${owner}`);
      if (before && fence < before.fence) world.fail("fences grow", `${host.title}`);
      if (before && !isHeld && before.owner !== owner && fence === before.fence)
        world.fail("fences grow", `${host.title}: two owners under one fence`);
      locks.set(host, { owner, fence, until });
    };
  };
}
