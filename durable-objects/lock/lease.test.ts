import fc from "fast-check";
import { expect, test } from "vitest";
import type { LockGrant } from "../../shared/contracts/lock.ts";
import { acquire, holderOf, newLock, release, renew } from "./lease.ts";

const owner = fc.constantFrom("ann", "bob", "cleo");
const ttlMs = fc.integer({ min: 1, max: 50 });
const step = fc.oneof(
  fc.record({ do: fc.constant("acquire" as const), owner, ttlMs }),
  fc.record({ do: fc.constant("renew" as const), owner, ttlMs, stale: fc.boolean() }),
  fc.record({ do: fc.constant("release" as const), owner, stale: fc.boolean() }),
  fc.record({ do: fc.constant("pass" as const), ms: fc.integer({ min: 1, max: 40 }) }),
);

test("one holder at a time, fences grow, a lost lock cannot be renewed or released", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const lock = newLock();
      let now = 1000;
      let lastFence = 0;
      /** What each owner believes to hold. */
      const grants = new Map<string, LockGrant>();
      const live = () => [...grants.values()].filter((grant) => grant.expires_at > now);
      for (const action of steps) {
        if (action.do === "pass") {
          now += action.ms;
          continue;
        }
        const before = live();
        const mine = grants.get(action.owner);
        const isMine = before[0]?.owner === action.owner;
        if (action.do === "acquire") {
          const answer = acquire(lock, action.owner, action.ttlMs, now);
          expect(answer.ok).toBe(before.length === 0 || isMine);
          if (!answer.ok) {
            expect(answer).toMatchObject({ held_by: before[0]?.owner, expires_at: before[0]?.expires_at });
            continue;
          }
          expect(answer.grant.fence).toBe(isMine ? mine?.fence : lastFence + 1);
          expect(answer.grant.expires_at).toBeGreaterThanOrEqual(now + action.ttlMs);
          lastFence = answer.grant.fence;
          grants.set(action.owner, answer.grant);
        } else if (action.do === "renew") {
          const fence = (mine?.fence ?? 0) - (action.stale ? 1 : 0);
          const answer = renew(lock, action.owner, fence, action.ttlMs, now);
          expect(answer.ok).toBe(isMine && !action.stale);
          if (answer.ok) grants.set(action.owner, answer.grant);
        } else {
          const fence = (mine?.fence ?? 0) - (action.stale ? 1 : 0);
          const released = release(lock, action.owner, fence, now);
          expect(released).toBe(isMine && !action.stale);
          if (released) grants.delete(action.owner);
        }
        expect(live().length).toBeLessThanOrEqual(1);
        expect(holderOf(lock, now)).toEqual(live()[0] ?? null);
      }
    }),
    { numRuns: 500 },
  );
});
