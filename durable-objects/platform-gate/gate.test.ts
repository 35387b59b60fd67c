import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Outcome } from "../../shared/contracts/platform.ts";
import { EDGE_HOLDER, type GateSettings, type PermitReport } from "../../shared/contracts/platform-gate.ts";
import { OUTCOMES } from "../../shared/contracts/vocabulary.ts";
import { HOUR_MS } from "../../shared/time.ts";
import { closeBreaker, exchange, giveBack, type Instant, newGate, statusOf } from "./gate.ts";

const T0 = 1_800_000_000_000;
const BASE: GateSettings = {
  delay_ms: 0,
  jitter_ms: 0,
  concurrency: 10,
  breaker_cooldown_ms: 1000,
  breaker_failures: 3,
  permit_ttl_ms: 30_000,
};

let names = 0;
const instant = (now: number, random = 0): Instant => ({
  now,
  random: () => random,
  newName: () => `permit-${++names}`,
});

/** A gate with its own clock. */
function gateAt(settings: Partial<GateSettings> = {}, random = 0.5) {
  const gate = newGate();
  const all = { ...BASE, ...settings };
  let now = T0;
  return {
    gate,
    ask: (want: number, reports: PermitReport[] = [], holder = EDGE_HOLDER) =>
      exchange(gate, holder, reports, want, all, instant(now, random)),
    /** One request that ends so. */
    go(outcome: Outcome, retryAfterMs?: number) {
      const [permit = "none"] = exchange(gate, EDGE_HOLDER, [], 1, all, instant(now, random)).permits;
      const report = { permit, outcome, retry_after_ms: retryAfterMs };
      return exchange(gate, EDGE_HOLDER, [report], 0, all, instant(now, random));
    },
    pass: (ms: number) => {
      now += ms;
    },
    status: () => statusOf(gate, now),
  };
}

describe("pace", () => {
  test("one request per delay plus its share of the jitter, with no burst after a pause", () => {
    const { ask, pass } = gateAt({ delay_ms: 1000, jitter_ms: 400 }, 0.5);
    expect(ask(5).permits).toHaveLength(1);
    expect(ask(5)).toMatchObject({ permits: [], reason: "pace", wait_ms: 1200 });
    pass(1199);
    expect(ask(1)).toMatchObject({ reason: "pace", wait_ms: 1 });
    pass(HOUR_MS);
    expect(ask(5).permits).toHaveLength(1);
  });

  test("without delay and jitter everything that is wanted is granted at once", () => {
    expect(gateAt().ask(7).permits).toHaveLength(7);
  });

  test("a permit given back unused costs no pace, unless a later one was timed by it", () => {
    const { gate, ask, pass, status } = gateAt({ delay_ms: 1000 });
    giveBack(gate, EDGE_HOLDER, ask(1).permits);
    expect(status()).toMatchObject({ requests: 0, in_flight: 0 });
    const first = ask(1).permits;
    expect(first).toHaveLength(1);
    pass(1000);
    expect(ask(1).permits).toHaveLength(1);
    giveBack(gate, EDGE_HOLDER, first);
    expect(ask(1)).toMatchObject({ permits: [], reason: "pace" });
  });
});

describe("concurrency", () => {
  test("is a cap over all holders; a permit whose holder died is free again after its time", () => {
    const { ask, pass } = gateAt({ concurrency: 2, permit_ttl_ms: 500 });
    const [first = ""] = ask(5).permits;
    expect(ask(1)).toMatchObject({ permits: [], reason: "concurrency" });
    expect(ask(1, [{ permit: first, outcome: "ok" }]).permits).toHaveLength(1);
    pass(500);
    expect(ask(5).permits).toHaveLength(2);
  });
});

describe("throttling", () => {
  test("Retry-After holds everybody, whoever was told", () => {
    const { ask, go, pass } = gateAt();
    go("throttled", 5000);
    expect(ask(1)).toMatchObject({ reason: "throttled", wait_ms: 5000, breaker: "closed" });
    pass(5000);
    expect(ask(1).permits).toHaveLength(1);
  });

  test("a 429 without Retry-After pauses by itself, longer each time in a row, never past the cool-down", () => {
    const { ask, go, pass } = gateAt({ breaker_cooldown_ms: 3000 });
    const waits = [0, 0, 0].map(() => {
      go("throttled");
      const { wait_ms: waitMs } = ask(1);
      pass(waitMs);
      return waitMs;
    });
    expect(waits).toEqual([1000, 2000, 3000]);
    go("ok");
    go("throttled");
    expect(ask(1).wait_ms).toBe(1000);
  });
});

describe("breaker", () => {
  test.each(["blocked", "login-needed"] as const)("%s opens it at once", (outcome) => {
    const { ask, go, status } = gateAt();
    expect(go(outcome).breaker).toBe("open");
    expect(ask(1)).toMatchObject({ permits: [], reason: "breaker", wait_ms: 1000 });
    expect(status()).toMatchObject({ cause: outcome, openings: 1, reopen_at: T0 + 1000 });
  });

  test("errors open it when they come in a row", () => {
    const { go, status } = gateAt();
    go("network");
    go("server");
    go("past-end");
    expect(status().failures_in_a_row).toBe(0);
    expect([go("network"), go("server")].map((answer) => answer.breaker)).toEqual(["closed", "closed"]);
    expect(go("network").breaker).toBe("open");
  });

  test("a schema-drift is an answer: it neither opens nor counts", () => {
    const { go } = gateAt();
    for (let count = 0; count < 10; count++) expect(go("schema-drift").breaker).toBe("closed");
  });

  test("half-open lets exactly one through; a good probe closes it and forgets the cool-downs", () => {
    const { ask, go, pass, status } = gateAt();
    go("blocked");
    pass(1000);
    const { permits, breaker } = ask(5);
    expect(permits).toHaveLength(1);
    expect(breaker).toBe("half-open");
    expect(ask(5)).toMatchObject({ permits: [], reason: "breaker" });
    expect(ask(5, [{ permit: permits[0] ?? "", outcome: "true-zero" }]).permits).toHaveLength(5);
    expect(status()).toMatchObject({ breaker: "closed", openings: 0, cause: null });
  });

  test("each bad probe doubles the cool-down, up to 24 hours", () => {
    const { ask, go, pass } = gateAt({ breaker_cooldown_ms: HOUR_MS });
    go("blocked");
    const waits = [1, 2, 3, 4, 5, 6].map(() => {
      const { wait_ms: waitMs } = ask(1);
      pass(waitMs);
      go("server");
      return waitMs / HOUR_MS;
    });
    expect(waits).toEqual([1, 2, 4, 8, 16, 24]);
  });

  test("a throttled probe decides nothing; a dead probe makes room for another", () => {
    const { ask, go, pass, status } = gateAt({ permit_ttl_ms: 100 });
    go("blocked");
    pass(1000);
    go("throttled", 50);
    expect(status().breaker).toBe("half-open");
    pass(50);
    expect(ask(1).permits).toHaveLength(1);
    expect(ask(1).permits).toHaveLength(0);
    pass(100);
    expect(ask(1).permits).toHaveLength(1);
  });

  test("late answers to requests from before the opening neither close it nor lengthen it", () => {
    const { ask, pass, status } = gateAt();
    const [first = "", second = "", third = ""] = ask(3).permits;
    ask(0, [{ permit: first, outcome: "blocked" }]);
    pass(1000);
    ask(0, [{ permit: second, outcome: "blocked" }]);
    ask(0, [{ permit: third, outcome: "ok" }]);
    expect(status()).toMatchObject({ breaker: "half-open", openings: 1 });
  });

  test("a person closes it", () => {
    const { gate, ask, go } = gateAt();
    go("throttled", HOUR_MS);
    closeBreaker(gate);
    go("blocked");
    closeBreaker(gate);
    expect(ask(1).permits).toHaveLength(1);
  });
});

describe("permits belong to their holder", () => {
  const foreign = (permit: string): PermitReport[] =>
    OUTCOMES.map((outcome) => ({ permit, outcome, retry_after_ms: 24 * HOUR_MS }));

  test.each(["closed", "half-open"] as const)(
    "reports and returns of another's, an invented or a spent permit change nothing while the breaker is %s",
    (breaker) => {
      const { gate, ask, go, pass } = gateAt({ delay_ms: 1000, concurrency: 4 });
      if (breaker === "half-open") {
        go("blocked");
        pass(1000);
      }
      const [spent = ""] = ask(1, [], "node:a/1").permits;
      ask(0, [{ permit: spent, outcome: "throttled", retry_after_ms: 1 }], "node:a/1");
      pass(1000);
      const [mine = ""] = ask(1, [], "node:a/1").permits;
      const before = structuredClone(gate);
      expect(statusOf(gate, T0).in_flight).toBe(1);
      for (const holder of ["node:b/1", "node:a/2", EDGE_HOLDER]) {
        for (const name of [mine, spent, "p1", "__proto__", "constructor", ""]) {
          ask(0, foreign(name), holder);
          giveBack(gate, holder, [name]);
        }
      }
      for (const name of [spent, "made-up"]) {
        ask(0, foreign(name), "node:a/1");
        giveBack(gate, "node:a/1", [name]);
      }
      expect(gate).toEqual(before);
    },
  );

  test("a lease has one at a time, so that none can take the platform's places from others", () => {
    const { ask, status } = gateAt({ concurrency: 4 });
    for (let times = 0; times < 10; times++) expect(ask(64, [], "node:a/1").permits).toHaveLength(1);
    expect(status().in_flight).toBe(1);
    expect(ask(5).permits).toHaveLength(3);
  });

  test("a probe is not made room for by asking again", () => {
    const { ask, go, pass } = gateAt();
    go("blocked");
    pass(1000);
    expect(ask(1, [], "node:a/1").permits).toHaveLength(1);
    expect(ask(1, [], "node:a/1")).toMatchObject({ permits: [], reason: "breaker" });
  });

  test("those of a state stored before holders were known are nobody's, and expire", () => {
    const { gate, ask, pass } = gateAt({ concurrency: 1, permit_ttl_ms: 500 });
    gate.permits.p1 = { grantedAt: T0, expiresAt: T0 + 500, paceBefore: 0, probe: false };
    ask(0, [{ permit: "p1", outcome: "blocked" }]);
    expect(ask(1)).toMatchObject({ permits: [], breaker: "closed", reason: "concurrency" });
    pass(500);
    expect(ask(1).permits).toHaveLength(1);
  });
});

test("whatever holders do: cap, pace, breaker and Retry-After are kept, and a wait that is told is enough", () => {
  const step = fc.record({
    passMs: fc.integer({ min: 0, max: 400 }),
    want: fc.integer({ min: 0, max: 4 }),
    finish: fc.array(fc.tuple(fc.nat(), fc.constantFrom(...OUTCOMES)), { maxLength: 3 }),
    retryAfterMs: fc.option(fc.integer({ min: 0, max: 500 }), { nil: undefined, freq: 4 }),
    back: fc.option(fc.nat(), { nil: undefined, freq: 5 }),
  });
  const settings = fc.record({
    delay_ms: fc.constantFrom(0, 1, 100),
    jitter_ms: fc.constantFrom(0, 50),
    concurrency: fc.integer({ min: 1, max: 4 }),
    breaker_cooldown_ms: fc.constantFrom(1, 300),
    breaker_failures: fc.integer({ min: 1, max: 3 }),
    permit_ttl_ms: fc.constantFrom(200, 5000),
  });
  fc.assert(
    fc.property(settings, fc.array(step, { maxLength: 60 }), (rules, steps) => {
      const gate = newGate();
      let now = T0;
      let lastGrantAt = Number.NEGATIVE_INFINITY;
      let held: { name: string; until: number }[] = [];
      for (const { passMs, want, finish, retryAfterMs, back } of steps) {
        now += passMs;
        held = held.filter((permit) => permit.until > now);
        if (back !== undefined && held.length > 0) {
          giveBack(gate, EDGE_HOLDER, [held.splice(back % held.length, 1)[0]?.name ?? ""]);
          lastGrantAt = Number.NEGATIVE_INFINITY;
        }
        const reports = finish.flatMap(([which, outcome]) =>
          held
            .splice(which % (held.length || 1), 1)
            .map(({ name }) => ({ permit: name, outcome, retry_after_ms: retryAfterMs })),
        );
        const answer = exchange(gate, EDGE_HOLDER, reports, want, rules, instant(now));
        held.push(...answer.permits.map((name) => ({ name, until: now + rules.permit_ttl_ms })));
        expect(held.length).toBeLessThanOrEqual(rules.concurrency);
        expect(statusOf(gate, now).in_flight).toBe(held.length);
        expect(answer.permits.length).toBeLessThanOrEqual(want);
        if (answer.permits.length > 0) {
          if (rules.delay_ms > 0) expect(answer.permits).toHaveLength(1);
          expect(now - lastGrantAt).toBeGreaterThanOrEqual(rules.delay_ms);
          expect(answer.breaker).not.toBe("open");
          if (answer.breaker === "half-open") expect(answer.permits).toHaveLength(1);
          expect(now).toBeGreaterThanOrEqual(gate.throttledUntil);
          lastGrantAt = now;
        } else if (want > 0) {
          expect(answer.wait_ms).toBeGreaterThan(0);
          // Nobody else asks meanwhile, and all requests end: then the wait is enough for one reason to pass.
          const later = structuredClone(gate);
          later.permits = {};
          const again = exchange(later, EDGE_HOLDER, [], 1, rules, instant(now + answer.wait_ms));
          if (again.permits.length === 0) expect(again.reason).not.toBe(answer.reason);
        }
      }
    }),
    { numRuns: 300 },
  );
});
