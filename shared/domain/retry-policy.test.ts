import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OUTCOMES } from "../contracts/vocabulary.ts";
import { classOf, nextRetry, type RetryPolicy } from "./retry-policy.ts";

const policy: RetryPolicy = { baseMs: 1000, maxMs: 60_000, attempts: 5 };

describe("classOf", () => {
  test("follows the table of outcomes", () => {
    expect(Object.fromEntries(OUTCOMES.map((outcome) => [outcome, classOf(outcome)]))).toEqual({
      ok: "good",
      "true-zero": "good",
      "past-end": "good",
      blocked: "park-blocked",
      "login-needed": "park-blocked",
      throttled: "retry",
      "schema-drift": "park-failed",
      network: "retry",
      server: "retry",
    });
  });
});

describe("nextRetry", () => {
  const delay = (attempt: number, random: number, retryAfterMs?: number) =>
    nextRetry({ outcome: "network", attempt, random, retryAfterMs }, policy);

  test("doubles the ceiling with each attempt up to the cap", () => {
    const late = { ...policy, attempts: 100 };
    const ceilings = [1, 2, 3, 7, 99].map((attempt) =>
      nextRetry({ outcome: "server", attempt, random: 0.5 }, late),
    );
    expect(ceilings).toEqual(
      [500, 1000, 2000, 30_000, 30_000].map((delayMs) => ({ kind: "retry", delayMs })),
    );
  });

  test("gives up once the tries are used", () => {
    expect(delay(4, 0).kind).toBe("retry");
    expect(delay(5, 0)).toEqual({ kind: "give-up" });
    expect(delay(5, 0, 10)).toEqual({ kind: "give-up" });
  });

  test("lets Retry-After win over jitter and cap", () => {
    expect(delay(1, 0.9, 120_000)).toEqual({ kind: "retry", delayMs: 120_000 });
    expect(delay(3, 0.9, 0)).toEqual({ kind: "retry", delayMs: 0 });
  });

  test("retries exactly the retryable outcomes, within bounds, in whole milliseconds", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...OUTCOMES),
        fc.integer({ min: 1, max: 200 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.record({
          baseMs: fc.integer({ min: 1, max: 3_600_000 }),
          maxMs: fc.integer({ min: 1, max: 86_400_000 }),
          attempts: fc.integer({ min: 1, max: 100 }),
        }),
        (outcome, attempt, random, limits) => {
          const decision = nextRetry({ outcome, attempt, random }, limits);
          const expected = classOf(outcome) === "retry" && attempt < limits.attempts;
          expect(decision.kind).toBe(expected ? "retry" : "give-up");
          if (decision.kind === "retry") {
            expect(Number.isInteger(decision.delayMs)).toBe(true);
            expect(decision.delayMs).toBeGreaterThanOrEqual(0);
            expect(decision.delayMs).toBeLessThanOrEqual(limits.maxMs);
          }
        },
      ),
    );
  });
});
