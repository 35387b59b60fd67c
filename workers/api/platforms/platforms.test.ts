import { describe, expect, test } from "vitest";
import { CLOSED_GATE, NOW, testApi } from "../../../tests/edge/api/test-api.ts";

interface Platforms {
  items: Record<string, unknown>[];
  ingest: Record<string, unknown>;
}

describe("GET /platforms", () => {
  test("adds up the shards, and shows gate, coverage, rate and ingest", async () => {
    const { call, ledgers, gates, ingestStatus } = testApi();
    const states = {
      pending: 1,
      queued: 2,
      running: 3,
      partial: 0,
      done: 4,
      failed: 0,
      blocked: 0,
      paused: 0,
    };
    const figures = { states, ready: 5, pages: 10, rows: 200, invalid: 1, pages_last_minute: 7 };
    const [first, second] = ledgers.qcwy;
    if (!first || !second) throw new Error("two shards expected");
    first.statsOver = { ...figures, reported: 200, distinct: 150, next_due_at: NOW + 9 };
    second.statsOver = { ...figures, reported: 100, distinct: 90, next_due_at: NOW + 4 };
    gates.qcwy.state = {
      ...CLOSED_GATE,
      breaker: "open",
      reopen_at: NOW + 60,
      cause: "blocked",
      in_flight: 2,
    };
    ingestStatus.by_platform = {
      qcwy: { batches: 3, received: 60, inserted: 50, changed: 2, duplicates: 7, invalid: 1 },
    };
    ingestStatus.waiting_rows = 40;
    const { data } = await call<Platforms>("GET", "/platforms");
    expect(data.items.map(({ platform }) => platform)).toEqual(["boss", "qcwy", "zhilian"]);
    expect(data.items[1]).toEqual({
      platform: "qcwy",
      fetch_mode: "http",
      states: { pending: 2, queued: 4, running: 6, partial: 0, done: 8, failed: 0, blocked: 0, paused: 0 },
      ready: 10,
      next_due_at: NOW + 4,
      pages: 20,
      pages_per_minute: 14,
      rows: 400,
      invalid: 2,
      reported: 300,
      distinct: 240,
      coverage: 0.8,
      gate: {
        breaker: "open",
        reopen_at: NOW + 60,
        cause: "blocked",
        openings: 0,
        in_flight: 2,
        next_allowed_at: 0,
        failures_in_a_row: 0,
        requests: 0,
      },
      ingest: { parts: 3, received: 60, inserted: 50, changed: 2, duplicates: 7, invalid: 1 },
    });
    expect(data.items[0]).toMatchObject({ next_due_at: null, coverage: null, ingest: { received: 0 } });
    expect(data.ingest).toMatchObject({ waiting_rows: 40, dead_letters: 0, last_error: null });
  });
});

test("a person closes the breaker of one platform only, and what waited for it goes on", async () => {
  const { call, gates, ledgers } = testApi();
  for (const gate of Object.values(gates)) gate.state = { ...CLOSED_GATE, breaker: "open", reopen_at: NOW };
  const headers = { "x-request-id": "reset-1" };
  const answer = await call("POST", "/platforms/boss/breaker/reset", { headers });
  expect(answer).toMatchObject({ status: 200, data: { breaker: "closed", reopen_at: null } });
  expect(gates.boss.state.breaker).toBe("closed");
  expect(gates.qcwy.state.breaker).toBe("open");
  expect(ledgers.boss.map(({ woken }) => woken)).toEqual([["reset-1"], ["reset-1"]]);
  expect(ledgers.qcwy.every(({ woken }) => woken.length === 0)).toBe(true);
});

test("dispatch asks every shard of the platform, with the request's id as cause", async () => {
  const { call, ledgers } = testApi();
  const items = ["a", "bb", "ccc"].map((keyword) => ({ platform: "boss", keyword, city: "北京" }));
  await call("POST", "/keywords/batch", { json: { items } });
  const headers = { "x-request-id": "run-now-1" };
  const answer = await call("POST", "/platforms/boss/dispatch", { headers });
  expect(answer).toMatchObject({ status: 200, data: { queued: 3 } });
  expect(ledgers.boss.map(({ dispatched }) => dispatched)).toEqual([["run-now-1"], ["run-now-1"]]);
  expect(ledgers.qcwy.every(({ dispatched }) => dispatched.length === 0)).toBe(true);
});
