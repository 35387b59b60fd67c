import { expect, test } from "vitest";
import { MINUTE_MS } from "../../shared/time.ts";
import type { Overview, PlatformStatus } from "./api.ts";
import { emptyResults, Judge } from "./settled.ts";

const NONE = new Set<never>();

function platform(changes: Partial<PlatformStatus> = {}): PlatformStatus {
  const states = { pending: 0, queued: 0, running: 0, partial: 0, done: 3, failed: 0, blocked: 0, paused: 0 };
  return {
    platform: "qcwy",
    ready: 0,
    pages: 10,
    reported: 100,
    distinct: 100,
    unknown: 0,
    gate: { breaker: "closed", cause: null, reopen_at: null },
    ingest: { duplicates: 0 },
    ...changes,
    states: { ...states, ...changes.states },
  };
}

const overview = (item: PlatformStatus, waiting = 0): Overview => ({
  items: [item],
  ingest: { waiting_parts: waiting, dead_letters: 0, last_error: waiting > 0 ? "connect refused" : null },
});

const withStates = (states: Partial<PlatformStatus["states"]>, more: Partial<PlatformStatus> = {}) =>
  platform({ ...more, states: { ...platform().states, ...states } });

test("is over when all keywords have ended, failed and blocked ones too", () => {
  const verdict = new Judge().judge(overview(withStates({ failed: 1, blocked: 1, paused: 2 })), NONE, 0);
  expect(verdict).toEqual({ over: true, obstacles: [] });
});

test.each(["queued", "running", "partial"] as const)("is not over while one is %s", (state) => {
  expect(new Judge().judge(overview(withStates({ [state]: 1 })), NONE, 0).over).toBe(false);
});

test("is not over while one is ready, or a failed one gets another try", () => {
  expect(new Judge().judge(overview(withStates({ pending: 1 }, { ready: 1 })), NONE, 0).over).toBe(false);
  expect(new Judge().judge(overview(withStates({ failed: 1 })), new Set(["qcwy"] as const), 0).over).toBe(
    false,
  );
});

test("does not wait for a keyword that is due later", () => {
  expect(new Judge().judge(overview(withStates({ pending: 1 })), NONE, 0).over).toBe(true);
});

test("is not over before the last batch is in ClickHouse", () => {
  expect(new Judge().judge(overview(platform(), 1), NONE, 0).over).toBe(false);
});

test("ends with the reason where the breaker is open for a person to look at", () => {
  const gate = { breaker: "open", cause: "blocked", reopen_at: 1 } as const;
  const verdict = new Judge().judge(overview(withStates({ partial: 2, blocked: 1 }, { gate })), NONE, 0);
  const reason = "the breaker is open (blocked), 2 keywords left";
  expect(verdict).toEqual({ over: true, obstacles: [{ where: "qcwy", reason }] });
});

test("says nothing of an open breaker with no work left", () => {
  const gate = { breaker: "open", cause: "blocked", reopen_at: 1 } as const;
  expect(new Judge().judge(overview(withStates({ blocked: 1 }, { gate })), NONE, 0).obstacles).toEqual([]);
});

test("waits for a breaker that closes by itself, as long as pages come", () => {
  const judge = new Judge();
  const gate = { breaker: "open", cause: "network", reopen_at: 1 } as const;
  const at = (pages: number, now: number) =>
    judge.judge(overview(withStates({ partial: 1 }, { gate, pages })), NONE, now);
  expect(at(10, 0).over).toBe(false);
  expect(at(10, MINUTE_MS).over).toBe(false);
  expect(at(11, MINUTE_MS + 1).over).toBe(false);
  expect(at(11, 2 * MINUTE_MS + 1).over).toBe(false);
  expect(at(11, 2 * MINUTE_MS + 2)).toMatchObject({ over: true, obstacles: [{ where: "qcwy" }] });
});

test("gives up after five minutes in which nothing moved", () => {
  const judge = new Judge();
  const stuck = overview(withStates({ running: 1 }), 2);
  expect(judge.judge(stuck, NONE, 0).over).toBe(false);
  const { over, obstacles } = judge.judge(stuck, NONE, 5 * MINUTE_MS + 1);
  expect(over).toBe(true);
  expect(obstacles.map(({ where }) => where)).toEqual(["qcwy", "ingest"]);
  expect(obstacles[1]?.reason).toBe("2 parts wait for ClickHouse: connect refused");
});

test("names a platform on which not one keyword came through", () => {
  expect(emptyResults(overview(withStates({ done: 0, failed: 1, blocked: 2 })))).toEqual([
    { where: "qcwy", reason: "no keyword came through: 1 failed, 2 blocked" },
  ]);
  expect(emptyResults(overview(withStates({ done: 1, blocked: 2 })))).toEqual([]);
  expect(emptyResults(overview(withStates({ done: 0 })))).toEqual([]);
});
