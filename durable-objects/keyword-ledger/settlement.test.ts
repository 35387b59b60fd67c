import fc from "fast-check";
import { expect, test } from "vitest";
import { OUTCOMES } from "../../shared/contracts/vocabulary.ts";
import { classOf } from "../../shared/domain/retry-policy.ts";
import { SETTINGS } from "../../tests/edge/keyword-ledger/rig.ts";
import { decideSettlement, type SettledItem } from "./settlement.ts";

const NOW = 1_800_000_000_000;
const FRESH: SettledItem = {
  attempts: 0,
  hasSavedPages: false,
  openParts: 0,
  rows: 0,
  isEmpty: false,
  isRecrawl: false,
  limitedBy: null,
};
const READ = { hasSavedPages: true, rows: 20 };
const judged = (
  settlement: Parameters<typeof decideSettlement>[0],
  item: Partial<SettledItem> = {},
  settings = SETTINGS,
) => decideSettlement(settlement, { ...FRESH, ...item }, settings, NOW, 0.5);

test("done needs a good end with every part read, or parts left on purpose", () => {
  const done = { kind: "done", outcome: "ok" } as const;
  expect(judged(done, READ)).toMatchObject({ state: "done", dueAt: NOW + 86_400_000 });
  expect(judged(done, { ...READ, openParts: 2 })).toMatchObject({ kind: "refuse" });
  const early = { ...done, early_stopped: true };
  expect(judged(early, { ...READ, openParts: 1, isRecrawl: true })).toMatchObject({ state: "done" });
  expect(judged(done, { ...READ, openParts: 1, limitedBy: "max-pages" })).toMatchObject({ state: "done" });
  expect(judged(done, { ...READ, openParts: 1, limitedBy: "max-parts" })).toMatchObject({ kind: "refuse" });
  for (const outcome of OUTCOMES) {
    const { kind } = judged({ kind: "done", outcome }, { ...READ, isEmpty: true });
    expect(kind).toBe(classOf(outcome) === "good" ? "place" : "refuse");
  }
});

test("done needs stored rows, or the site's own answer that there are none", () => {
  const empty = { hasSavedPages: true, isEmpty: true };
  expect(judged({ kind: "done", outcome: "true-zero" }, empty)).toMatchObject({ state: "done" });
  for (const outcome of OUTCOMES) {
    for (const early_stopped of [true, false]) {
      const settlement = { kind: "done", outcome, early_stopped } as const;
      expect(judged(settlement), outcome).toMatchObject({ kind: "refuse" });
      expect(judged(settlement, { openParts: 1, isRecrawl: true }), outcome).toMatchObject({
        kind: "refuse",
      });
    }
  }
  expect(judged({ kind: "done", outcome: "ok" }, empty)).toMatchObject({ kind: "refuse" });
  expect(judged({ kind: "done", outcome: "true-zero" }, READ)).toMatchObject({ kind: "refuse" });
  expect(judged({ kind: "done", outcome: "true-zero" }, { ...empty, openParts: 1 })).toMatchObject({
    kind: "refuse",
  });
  expect(judged({ kind: "done", outcome: "ok", early_stopped: true }, READ)).toMatchObject({
    kind: "refuse",
  });
});

test("without a re-crawl time done is for good", () => {
  const settings = { ...SETTINGS, recrawlMs: null };
  expect(judged({ kind: "done", outcome: "ok" }, READ, settings)).toMatchObject({
    state: "done",
    dueAt: null,
  });
});

test("a retry counts a try, waits at least as long as the platform asked, and ends after the last try", () => {
  const retry = { kind: "retry", outcome: "throttled", error: "HTTP 429" } as const;
  expect(judged(retry)).toMatchObject({ state: "failed", dueAt: NOW + 5000, attempts: 1, event: "retry" });
  expect(judged({ ...retry, retry_after_ms: 90_000 })).toMatchObject({ dueAt: NOW + 90_000 });
  expect(judged(retry, { attempts: 2 })).toMatchObject({ state: "failed", dueAt: null, attempts: 3 });
});

test("an outcome that is not retried is parked, whatever the holder asked for", () => {
  expect(judged({ kind: "retry", outcome: "blocked", error: "x" })).toMatchObject({
    state: "blocked",
    dueAt: null,
  });
  expect(judged({ kind: "retry", outcome: "schema-drift", error: "x" })).toMatchObject({
    state: "failed",
    dueAt: null,
  });
});

test("a yield never counts as a try and never ends the work", () => {
  fc.assert(
    fc.property(fc.integer({ min: -1000, max: 1_000_000 }), fc.boolean(), (inMs, hasSavedPages) => {
      const decision = judged(
        { kind: "yield", reason: "pace", resume_at: NOW + inMs },
        { attempts: 2, hasSavedPages },
      );
      expect(decision).toMatchObject({ state: hasSavedPages ? "partial" : "pending" });
      if (inMs > 0) expect(decision).toMatchObject({ kind: "hold", until: NOW + Math.min(inMs, 300_000) });
      else expect(decision).toMatchObject({ kind: "place", dueAt: NOW, attempts: 2 });
    }),
  );
});
