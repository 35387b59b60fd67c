import { afterEach, describe, expect, test, vi } from "vitest";
import { testApi } from "../../../tests/edge/api/test-api.ts";
import { DegradedError } from "../../health.ts";

interface Health {
  status: string;
  checks: { name: string; state: string; latency_ms: number; reason: string | null }[];
}

const well = (name: string) => ({ name, probe: async () => {} });

afterEach(() => {
  vi.useRealTimers();
});

describe("extended health", () => {
  test("is 200 when all answer", async () => {
    const { call } = testApi({ health: [well("d1"), well("r2")] });
    const answer = await call<Health>("GET", "/health/extended");
    expect(answer).toMatchObject({ status: 200, code: 0, data: { status: "ok" } });
    expect(answer.data.checks).toEqual([
      { name: "d1", state: "ok", latency_ms: expect.any(Number), reason: null },
      { name: "r2", state: "ok", latency_ms: expect.any(Number), reason: null },
    ]);
  });

  test("is 200 but degraded when one is slow", async () => {
    let now = 0;
    const slow = {
      name: "clickhouse",
      probe: async () => {
        now += 1500;
      },
    };
    const { call } = testApi({ clock: { now: () => now }, health: [slow] });
    const answer = await call<Health>("GET", "/health/extended");
    expect(answer).toMatchObject({ status: 200, data: { status: "degraded" } });
    expect(answer.data.checks).toEqual([
      { name: "clickhouse", state: "degraded", latency_ms: 1500, reason: "slower than 1000 ms" },
    ]);
  });

  test("is 200 but degraded when one answers that something is wrong", async () => {
    const probe = () => Promise.reject(new DegradedError("the last check found 2 differences"));
    const { call } = testApi({ health: [well("d1"), { name: "figures", probe }] });
    const answer = await call<Health>("GET", "/health/extended");
    expect(answer).toMatchObject({ status: 200, data: { status: "degraded" } });
    expect(answer.data.checks[1]).toMatchObject({
      state: "degraded",
      reason: "the last check found 2 differences",
    });
  });

  test("is 503 when one is down, and tells why without a secret", async () => {
    const api = testApi();
    const { CLICKHOUSE_PASSWORD, signKeys } = api.services.config;
    const QCWY_SIGN_KEY = signKeys.qcwy ?? expect.fail("no signing key is configured");
    const { call } = testApi({
      health: [
        well("d1"),
        {
          name: "clickhouse",
          probe: async () => {
            throw new Error(
              `POST https://default:${CLICKHOUSE_PASSWORD}@ch.example:8443 refused, key ${QCWY_SIGN_KEY}, ${"x".repeat(500)}`,
            );
          },
        },
      ],
    });
    const answer = await call<Health>("GET", "/health/extended");
    expect(answer).toMatchObject({
      status: 503,
      code: "dependency_unavailable",
      message: "down: clickhouse",
      data: { status: "down" },
    });
    expect(answer.data.checks[0]).toMatchObject({ name: "d1", state: "ok" });
    expect(answer.data.checks[1]).toMatchObject({
      state: "down",
      reason: expect.stringContaining("ch.example:8443"),
    });
    const text = JSON.stringify(answer);
    expect(text).not.toContain(CLICKHOUSE_PASSWORD);
    expect(text).not.toContain(QCWY_SIGN_KEY);
    expect(answer.data.checks[1]?.reason?.length).toBeLessThanOrEqual(200);
  });

  test("does not wait for one that never answers", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const begun = Promise.withResolvers<void>();
    const probe = () => {
      begun.resolve();
      return new Promise<void>(() => {});
    };
    const { call } = testApi({ health: [well("d1"), { name: "queues", probe }] });
    const asked = call<Health>("GET", "/health/extended");
    await begun.promise;
    await vi.advanceTimersByTimeAsync(5000);
    const answer = await asked;
    expect(answer.status).toBe(503);
    expect(answer.data.checks[1]).toMatchObject({
      name: "queues",
      state: "down",
      reason: "no answer within 5000 ms",
    });
  });
});

test("the light route touches no dependency", async () => {
  const probe = vi.fn();
  const { call } = testApi({ health: [{ name: "d1", probe }] });
  expect(await call("GET", "/health")).toMatchObject({ status: 200, data: { status: "ok" } });
  expect(probe).not.toHaveBeenCalled();
});
