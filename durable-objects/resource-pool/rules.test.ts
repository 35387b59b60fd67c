import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OUTCOMES } from "../../shared/contracts/vocabulary.ts";
import {
  budgetLeft,
  chinaDay,
  heldState,
  type LiveState,
  leased,
  NEW_LIVE_STATE,
  type Policy,
  readyAt,
  released,
  reported,
  stateOf,
  unquarantined,
} from "./rules.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 10, 22, 8);
const open: Policy = { daily_budget: 0, enabled: true, expires_at: null };
const use = (outcome: (typeof OUTCOMES)[number], requests = 1) => ({ outcome, requests });
const restOf = (live: LiveState, now: number) => live.quarantineUntil - now;

describe("a resource", () => {
  test("is free, leased, free again", () => {
    const live = leased(NEW_LIVE_STATE, "n", NOW + HOUR, NOW);
    expect(stateOf(NEW_LIVE_STATE, open, NOW)).toBe("free");
    expect(stateOf(live, open, NOW)).toBe("leased");
    expect(stateOf(live, open, NOW + HOUR)).toBe("free");
    expect(stateOf(released(live), open, NOW)).toBe("free");
  });

  test("rests until China's midnight when its budget is used up", () => {
    const policy = { ...open, daily_budget: 10 };
    const live = reported(NEW_LIVE_STATE, use("ok", 10), NOW);
    expect(stateOf(live, policy, NOW)).toBe("exhausted");
    // 16:00 UTC.
    expect(readyAt(live, policy)).toBe(Date.UTC(2026, 10, 22, 16));
    expect(budgetLeft(live, policy, Date.UTC(2026, 10, 22, 16) - 1)).toBe(0);
    expect(budgetLeft(live, policy, Date.UTC(2026, 10, 22, 16))).toBe(10);
  });

  test.each(["blocked", "login-needed"] as const)(
    "is set aside at once when %s, twice as long each time",
    (outcome) => {
      let live = NEW_LIVE_STATE;
      let now = NOW;
      const rests: number[] = [];
      for (let time = 0; time < 8; time++) {
        live = reported(leased(live, "n", now + HOUR, now), use(outcome), now);
        expect(live).toMatchObject({ node: null, quarantineReason: outcome });
        rests.push(restOf(live, now) / HOUR);
        now = live.quarantineUntil;
      }
      expect(rests).toEqual([0.5, 1, 2, 4, 8, 16, 24, 24]);
    },
  );

  test("is forgiven after 20 good requests in a row", () => {
    const struck = reported(NEW_LIVE_STATE, use("blocked"), NOW);
    const later = NOW + DAY;
    const most = reported(struck, use("ok", 19), later);
    expect(restOf(reported(most, use("blocked"), later), later)).toBe(HOUR);
    expect(restOf(reported(reported(most, use("ok"), later), use("blocked"), later), later)).toBe(HOUR / 2);
  });

  test("rests a minute when throttled, and after the seventh failure in a row", () => {
    expect(restOf(reported(NEW_LIVE_STATE, use("throttled"), NOW), NOW)).toBe(60_000);
    expect(reported(NEW_LIVE_STATE, use("network", 6), NOW).quarantineUntil).toBe(0);
    expect(reported(NEW_LIVE_STATE, use("network", 7), NOW).quarantineReason).toBe("unhealthy");
  });

  test("is no worse for a site that changed its form", () => {
    expect(reported(NEW_LIVE_STATE, use("schema-drift", 3), NOW)).toMatchObject({
      health: 1,
      used: 3,
      failures: 0,
    });
  });
});

const outcome = fc.constantFrom(...OUTCOMES);
const step = fc.oneof(
  fc.record({
    kind: fc.constant("lease" as const),
    node: fc.constantFrom("a", "b"),
    ttl: fc.integer({ min: 1, max: HOUR }),
  }),
  fc.record({ kind: fc.constant("report" as const), outcome, requests: fc.integer({ min: 1, max: 30 }) }),
  fc.record({ kind: fc.constantFrom("end" as const, "free" as const) }),
  fc.record({ kind: fc.constant("wait" as const), ms: fc.integer({ min: 0, max: DAY }) }),
);

test("whatever happens: one holder, a fence that grows, no lease in quarantine, budget kept", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 0, max: 40 }), (steps, daily_budget) => {
      const policy = { ...open, daily_budget };
      let [live, now] = [NEW_LIVE_STATE, NOW];
      const usedOn = new Map<number, number>();
      for (const it of steps) {
        const before = live;
        if (it.kind === "wait") now += it.ms;
        if (it.kind === "lease" && readyAt(live, policy) <= now) {
          expect(["free"]).toContain(stateOf(live, policy, now));
          expect(live.quarantineUntil).toBeLessThanOrEqual(now);
          live = leased(live, it.node, now + it.ttl, now);
          expect(live.fence).toBe(before.fence + 1);
        }
        // A holder that keeps to what it is told.
        if (it.kind === "report" && live.node !== null && live.leaseUntil > now) {
          const requests = Math.min(it.requests, budgetLeft(live, policy, now) ?? it.requests);
          if (requests > 0) {
            live = reported(live, use(it.outcome, requests), now);
            usedOn.set(chinaDay(now), (usedOn.get(chinaDay(now)) ?? 0) + requests);
          }
        }
        if (it.kind === "end") live = released(live);
        if (it.kind === "free") live = unquarantined(live);
        expect(live.fence).toBeGreaterThanOrEqual(before.fence);
        expect(live.health).toBeGreaterThanOrEqual(0);
        expect(live.health).toBeLessThanOrEqual(1);
        if (live.quarantineUntil > now) expect(heldState(live, policy, now).state).toBe("ended");
      }
      if (daily_budget > 0)
        for (const used of usedOn.values()) expect(used).toBeLessThanOrEqual(daily_budget);
    }),
    { numRuns: 300 },
  );
});

test("what may be leased by the clock is what shows as free", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(outcome, fc.integer({ min: 1, max: 9 }))),
      fc.integer({ min: 0, max: 30 }),
      fc.nat(DAY),
      (uses, daily_budget, wait) => {
        const policy = { ...open, daily_budget };
        const live = uses.reduce(
          (now, [what, requests]) => reported(now, use(what, requests), NOW),
          leased(NEW_LIVE_STATE, "n", NOW + HOUR, NOW),
        );
        expect(readyAt(live, policy) <= NOW + wait).toBe(stateOf(live, policy, NOW + wait) === "free");
      },
    ),
  );
});
