import fc from "fast-check";
import { expect, test } from "vitest";
import {
  acquire,
  closing,
  expire,
  HOLD_MS,
  IDLE_CLOSE_MS,
  markClosed,
  newBroker,
  nextTimer,
  register,
  release,
  SESSION_COST_MS,
} from "./sessions.ts";

test("one new browser a second, at most the cap, then wait", () => {
  const broker = newBroker();
  expect(acquire(broker, "a", "l1", 2, 5000)).toEqual({ kind: "launch", lease: "l1" });
  expect(acquire(broker, "b", "l2", 2, 5400)).toEqual({ kind: "wait", wait_ms: 600 });
  expect(acquire(broker, "b", "l2", 2, 6000)).toEqual({ kind: "launch", lease: "l2" });
  expect(acquire(broker, "c", "l3", 2, 9000)).toMatchObject({ kind: "wait" });
});

test("an idle session is used again, the youngest first; the old ones are closed before the platform does it", () => {
  const broker = newBroker();
  acquire(broker, "a", "l1", 2, 5000);
  register(broker, "l1", "s1", 5100);
  acquire(broker, "b", "l2", 2, 6000);
  register(broker, "l2", "s2", 6100);
  release(broker, "l1", false, 0, 7000);
  release(broker, "l2", false, 0, 8000);
  expect(acquire(broker, "c", "l3", 2, 9000)).toEqual({ kind: "reuse", session_id: "s2", lease: "l3" });
  expect(IDLE_CLOSE_MS).toBeLessThan(60_000);
  expect(nextTimer(broker)).toBe(7000 + IDLE_CLOSE_MS);
  expire(broker, 7000 + IDLE_CLOSE_MS);
  expect(closing(broker)).toEqual(["s1"]);
});

test("a session is closed at once when the next page is further off than a new session costs", () => {
  for (const [idleMs, closes] of [
    [SESSION_COST_MS, false],
    [SESSION_COST_MS + 1, true],
  ] as const) {
    const broker = newBroker();
    acquire(broker, "a", "l1", 2, 5000);
    register(broker, "l1", "s1", 5000);
    release(broker, "l1", false, idleMs, 8000);
    expect(closing(broker)).toEqual(closes ? ["s1"] : []);
  }
});

test("a session that somebody waits for is kept for them, and not for long", () => {
  const broker = newBroker();
  acquire(broker, "a", "l1", 1, 5000);
  register(broker, "l1", "s1", 5000);
  expect(acquire(broker, "b", "l2", 1, 7600)).toMatchObject({ kind: "wait" });
  release(broker, "l1", false, 60_000, 8000);
  expect(nextTimer(broker)).toBe(8000 + SESSION_COST_MS);
  expect(acquire(broker, "b", "l2", 1, 8100)).toEqual({ kind: "reuse", session_id: "s1", lease: "l2" });
  release(broker, "l2", false, 60_000, 11_000);
  expect(closing(broker)).toEqual(["s1"]);
});

test("a holder that died frees its place, and its session is not handed on", () => {
  const broker = newBroker();
  acquire(broker, "a", "l1", 1, 5000);
  register(broker, "l1", "s1", 5000);
  expect(acquire(broker, "b", "l2", 1, 5000 + HOLD_MS - 1)).toMatchObject({ kind: "wait" });
  expire(broker, 5000 + HOLD_MS);
  expect(closing(broker)).toEqual(["s1"]);
  expect(register(broker, "l1", "s1", 5000 + HOLD_MS)).toBe(false);
  markClosed(broker, "s1");
  expect(acquire(broker, "b", "l2", 1, 5000 + HOLD_MS)).toMatchObject({ kind: "launch" });
});

test("naming the session again renews the lease", () => {
  const broker = newBroker();
  acquire(broker, "a", "l1", 1, 5000);
  register(broker, "l1", "s1", 5000);
  expect(register(broker, "l1", "s1", 4999 + HOLD_MS)).toBe(true);
  expect(register(broker, "l1", "s1", 5001 + HOLD_MS)).toBe(true);
  expect(register(broker, "l1", "another", 5002 + HOLD_MS)).toBe(false);
});

test("a browser that came up after its lease was over is closed and counted", () => {
  const broker = newBroker();
  acquire(broker, "a", "l1", 1, 5000);
  expect(register(broker, "l1", "late", 5000 + HOLD_MS)).toBe(false);
  expect(closing(broker)).toEqual(["late"]);
  markClosed(broker, "late");
  expect(broker).toMatchObject({ sessions: [], launched: 1, closed: 1 });
});

test("whatever holders do: the cap holds, no session has two holders, each one named is closed in the end", () => {
  const step = fc.record({
    passMs: fc.constantFrom(0, 300, 1000, 20_000, HOLD_MS),
    do: fc.constantFrom("acquire", "register", "release", "break", "close"),
    which: fc.nat(20),
  });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3 }), fc.array(step, { maxLength: 80 }), (cap, steps) => {
      const broker = newBroker();
      let now = 10_000;
      let made = 0;
      let launchedAt = 0;
      const leases: { lease: string; sessionId: string }[] = [];
      for (const { passMs, do: action, which } of steps) {
        now += passMs;
        const one = leases[which % (leases.length || 1)];
        if (action === "acquire") {
          made += 1;
          const grant = acquire(broker, "h", `l${made}`, cap, now);
          if (grant.kind === "launch") {
            expect(now - launchedAt).toBeGreaterThanOrEqual(1000);
            launchedAt = now;
            leases.push({ lease: grant.lease, sessionId: `s${made}` });
          }
          if (grant.kind === "reuse") leases.push({ lease: grant.lease, sessionId: grant.session_id });
          if (grant.kind === "wait") expect(grant.wait_ms).toBeGreaterThan(0);
          // A browser whose lease was over when it came up is there all the same, until it is closed: so a
          // session may be used again above the cap, but none is launched.
          if (grant.kind === "launch") expect(broker.sessions.length).toBeLessThanOrEqual(cap);
        } else if (action === "register" && one) register(broker, one.lease, one.sessionId, now);
        else if (action === "release" && one) release(broker, one.lease, false, which * 500, now);
        else if (action === "break" && one) release(broker, one.lease, true, 0, now);
        else for (const sessionId of closing(broker)) markClosed(broker, sessionId);
        const named = broker.sessions.flatMap((session) => session.sessionId ?? []);
        expect(new Set(named).size).toBe(named.length);
        expect(broker.launched - broker.closed).toBe(named.length);
      }
      now += HOLD_MS;
      expire(broker, now);
      expire(broker, now);
      for (const sessionId of closing(broker)) markClosed(broker, sessionId);
      expect(broker.sessions).toEqual([]);
      expect(broker.closed).toBe(broker.launched);
      expect(nextTimer(broker)).toBeNull();
    }),
    { numRuns: 500 },
  );
});
