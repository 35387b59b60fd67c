import { describe, expect, test } from "vitest";
import type { GateAnswer } from "../../shared/contracts/platform-gate.ts";
import { type Script, stage } from "../../tests/edge/crawl/stage.ts";

const failAt = (wanted: string) => (call: string) => {
  if (call === wanted) throw new Error("object reset");
  return false;
};

describe("crawlKeyword", () => {
  test("gives its permit back unused when no browser is free, and the keyword until one may be", async () => {
    const { start, givenBack, reports, settled, now } = stage({ browsersBusyMs: 700 });
    expect(await start()).toBe("pause");
    expect(givenBack).toEqual(["p0"]);
    expect(reports).toEqual([]);
    expect(settled).toEqual([{ kind: "yield", reason: "no free browser", resume_at: now() + 700 }]);
  });

  test("a lane that waits for the gate makes no request once its keyword was paused, within five seconds", async () => {
    let paused = false;
    const waits = (waitMs: number): GateAnswer => ({
      ...{ permits: [], wait_ms: waitMs, breaker: "closed" as const, reason: "pace" as const },
    });
    const { start, calls, settled, now } = stage({
      inlineWaitMs: 30_000,
      delayMs: 3000,
      gate: (asked) => (asked === 0 ? undefined : waits(25_000)),
      held: () => !paused,
      commitMs: 0,
      answer: () => {
        paused = true;
        return undefined;
      },
    });
    const startedAt = now();
    expect(await start()).toBe("next");
    expect(calls.filter((call) => call.startsWith("fetch"))).toEqual(["fetch 1"]);
    expect(settled).toEqual([]);
    expect(now() - startedAt).toBeLessThanOrEqual(5001);
  });

  test("stores each page's rows before its checkpoint moves, then settles", async () => {
    const { start, calls, pages, settled, stored } = stage({});
    expect(await start()).toBe("next");
    expect(calls).toEqual([
      ...["fetch 1", "accept 10", "save 0/1"],
      ...["fetch 2", "accept 10", "save 0/2"],
      ...["fetch 3", "accept 5", "save 0/3"],
      "settle done",
    ]);
    expect(pages.map((page) => page.last)).toEqual([false, false, true]);
    expect(stored).toHaveLength(25);
    expect(settled).toEqual([{ kind: "done", outcome: "ok", early_stopped: false }]);
  });

  test("shares one commit among the pages of COMMIT_MS", async () => {
    const { start, calls } = stage({ total: 50, commitMs: 3, pageMs: 1 });
    await start();
    const saves = calls.filter((call) => call.startsWith("save"));
    expect(saves.length).toBeLessThan(5);
    expect(saves.join(" ").match(/0\/\d/g)).toHaveLength(5);
  });

  test("saves each page by itself at a pace slower than COMMIT_MS, before the wait for the next", async () => {
    const { start, calls } = stage({ total: 30, commitMs: 250, delayMs: 3000 });
    await start();
    expect(calls).toEqual([
      ...["fetch 1", "accept 10", "save 0/1"],
      ...["fetch 2", "accept 10", "save 0/2"],
      ...["fetch 3", "accept 10", "save 0/3", "settle done"],
    ]);
  });

  test("resumes at the page after the last saved one", async () => {
    const resumed = {
      part: 0,
      parent: null,
      filters: {},
      state: "open",
      page: 2,
      reported: 25,
      rows: 20,
    } as const;
    const { start, calls } = stage({ claim: { parts: [resumed] } });
    await start();
    expect(calls[0]).toBe("fetch 3");
  });

  test("settles a true zero as done with that outcome", async () => {
    const { start, settled, calls } = stage({
      answer: () => ({ outcome: "true-zero", items: [], total: 0, last: true }),
    });
    await start();
    expect(calls.filter((call) => call.startsWith("accept"))).toEqual([]);
    expect(settled).toEqual([{ kind: "done", outcome: "true-zero", early_stopped: false }]);
  });

  test("splits a search over the cap and crawls every child, keeping the first page", async () => {
    const { start, calls, stored } = stage({
      capRows: 20,
      answer: ({ filters }) => (filters.degree ? { total: 10, last: true } : undefined),
      children: ({ filters }) => (filters.degree ? [] : [{ degree: "A" }, { degree: "B" }]),
    });
    await start();
    expect(calls).toEqual([
      ...["fetch 1", "accept 10", "save 0/1", "split 0"],
      ...["fetch 1A", "accept 10", "save 1/1"],
      ...["fetch 1B", "accept 10", "save 2/1"],
      "settle done",
    ]);
    expect(stored).toHaveLength(30);
  });

  test.each([1, 2])("splits a part that a dead holder left whole after page %d", async (saved) => {
    const whole = { part: 0, parent: null, filters: {}, state: "open", reported: 30, rows: 10 } as const;
    const { start, calls, settled } = stage({
      capRows: 20,
      claim: { parts: [{ ...whole, page: saved }] },
      answer: ({ filters }) => (filters.degree ? { total: 10, last: true } : undefined),
      children: ({ filters }) => (filters.degree ? [] : [{ degree: "A" }, { degree: "B" }]),
    });
    await start();
    expect(calls).toEqual([
      "split 0",
      ...["fetch 1A", "accept 10", "save 1/1"],
      ...["fetch 1B", "accept 10", "save 2/1"],
      "settle done",
    ]);
    expect(settled).toMatchObject([{ kind: "done", outcome: "ok" }]);
  });

  test("does not split a part that early stop ended with its first page", async () => {
    const { start, calls, settled } = stage({
      total: 100,
      capRows: 20,
      verdict: () => "unchanged",
      claim: { recrawl: true, stale_pages: 1 },
      children: ({ filters }) => (filters.degree ? [] : [{ degree: "A" }]),
    });
    await start();
    expect(calls).toEqual(["fetch 1", "accept 10", "save 0/1", "settle done"]);
    expect(settled).toEqual([{ kind: "done", outcome: "ok", early_stopped: true }]);
  });

  test("settles as a true zero when a dead holder had saved the empty page", async () => {
    const { start, settled } = stage({ claim: { parts: [] } });
    await start();
    expect(settled).toEqual([{ kind: "done", outcome: "true-zero", early_stopped: false }]);
  });

  test("ends at the cap when nothing is left to split by", async () => {
    const { start, calls, settled } = stage({ total: 100, capRows: 20 });
    await start();
    expect(calls.filter((call) => call.startsWith("fetch"))).toEqual(["fetch 1", "fetch 2"]);
    expect(settled[0]?.kind).toBe("done");
  });

  test("stops a re-crawl after two pages in a row without anything new, and never a first crawl", async () => {
    const verdict = (key: string) => (Number(key.slice(1)) < 10 ? "new" : "unchanged");
    const again = stage({ total: 100, verdict, claim: { recrawl: true } });
    await again.start();
    expect(again.calls.filter((call) => call.startsWith("fetch"))).toHaveLength(3);
    expect(again.pages.at(-1)?.last).toBe(true);
    expect(again.settled).toEqual([{ kind: "done", outcome: "ok", early_stopped: true }]);

    const first = stage({ total: 100, verdict });
    await first.start();
    expect(first.calls.filter((call) => call.startsWith("fetch"))).toHaveLength(10);
  });

  test("ends a part once when the pages behind the stale ones are in the same commit", async () => {
    const again = stage({ total: 100, commitMs: 4, verdict: () => "unchanged", claim: { recrawl: true } });
    await again.start();
    const saved = again.pages.map((page) => page.last);
    expect(saved.length).toBeGreaterThan(2);
    expect(saved.slice(0, -1)).not.toContain(true);
    expect(saved.at(-1)).toBe(true);
    expect(again.settled).toEqual([{ kind: "done", outcome: "ok", early_stopped: true }]);
  });

  test.each([
    ["the page cannot be kept", { keepFails: true }],
    ["the gate does not hear of it", { deafGate: true }],
    ["the timeline does not take it", { refuse: failAt("note") }],
    ["the pages before it cannot be stored", { acceptFails: true, commitMs: 1e6 }],
  ])("parks a risk answer even when %s", async (_what, trouble) => {
    const { start, settled, calls } = stage({
      ...trouble,
      answer: ({ page }) => (page === 2 ? { outcome: "blocked", reason: "code 37", items: [] } : undefined),
      commitMs: 1e6,
    });
    expect(await start()).toBe("pause");
    expect(settled).toMatchObject([{ kind: "park", state: "blocked", outcome: "blocked" }]);
    expect(calls.filter((call) => call === "fetch 2")).toHaveLength(1);
  });

  test.each([
    ["blocked", "blocked"],
    ["login-needed", "blocked"],
    ["schema-drift", "failed"],
  ] as const)("parks %s as %s, with the page kept and the pages before it stored", async (outcome, state) => {
    const { start, settled, kept, stored, reports } = stage({
      commitMs: 1e6,
      answer: ({ page }) => (page === 2 ? { outcome, reason: "the site says no", items: [] } : undefined),
    });
    const signal = await start();
    expect(settled).toMatchObject([{ kind: "park", state, outcome }]);
    expect(Object.keys(kept)).toHaveLength(1);
    expect(stored).toHaveLength(10);
    expect(reports.at(-1)?.outcome).toBe(outcome);
    expect(signal).toBe(state === "blocked" ? "pause" : "next");
  });

  test("parks a risk answer at the second call when the ledger did not take the first", async () => {
    let settles = 0;
    const { start, settled } = stage({
      answer: () => ({ outcome: "blocked", reason: "code 37", items: [] }),
      refuse: (call) => {
        if (call.startsWith("settle") && settles++ === 0) throw new Error("object reset");
        return false;
      },
    });
    await expect(start()).rejects.toThrow("object reset");
    expect(settled).toMatchObject([{ kind: "park", state: "blocked", outcome: "blocked" }]);
  });

  test("hands a throttled search back with the site's own waiting time, which the gate hears at once", async () => {
    const { start, settled, reports, kept } = stage({
      answer: () => ({ outcome: "throttled", retryAfterMs: 7000, items: [] }),
    });
    await start();
    expect(settled).toMatchObject([{ kind: "retry", outcome: "throttled", retry_after_ms: 7000 }]);
    expect(reports).toMatchObject([{ outcome: "throttled", retry_after_ms: 7000 }]);
    expect(kept).toEqual({});
  });

  test("settles a cut connection for retry and keeps what came before", async () => {
    const { start, settled, stored } = stage({
      answer: ({ page }) => (page === 3 ? "cut" : undefined),
      commitMs: 1e6,
    });
    await start();
    expect(settled).toMatchObject([{ kind: "retry", outcome: "network", error: "connection cut" }]);
    expect(stored).toHaveLength(20);
  });

  test("sleeps a short wait and gives back over a long one", async () => {
    const wait = (waitMs: number) =>
      ({ permits: [], wait_ms: waitMs, breaker: "closed", reason: "pace" }) as GateAnswer;
    const short = stage({ gate: (asked) => (asked === 0 ? wait(50) : undefined) });
    expect(await short.start()).toBe("next");

    const long = stage({ gate: () => wait(12_000) });
    expect(await long.start()).toBe("pause");
    expect(long.settled).toEqual([{ kind: "yield", reason: "pace", resume_at: long.now() + 12_000 }]);
  });

  test("writes nothing more once its lease is stale", async () => {
    const { start, calls, settled } = stage({ refuse: (call) => call === "save 0/2" });
    expect(await start()).toBe("next");
    expect(calls.at(-1)).toBe("save 0/2");
    expect(settled).toEqual([]);
  });

  test.each(["mini", "app"] as const)("parks a keyword of channel %s before any request", async (channel) => {
    const { start, calls, settled } = stage({ claim: { channel } });
    expect(await start()).toBe("next");
    expect(settled).toMatchObject([
      {
        kind: "park",
        state: "failed",
        error: expect.stringContaining(`channel ${channel} is not crawled on qcwy`),
      },
    ]);
    expect(calls).toEqual(["settle park"]);
  });

  const CITIES = [{ city: "" }, { city: "1" }, { city: "2" }];
  const whole: Script = {
    total: 30,
    capRows: 20,
    children: ({ filters }) => (filters.city === undefined ? CITIES : []),
    answer: ({ filters }) => (filters.city ? { total: 5, last: true } : undefined),
  };
  const fetched = (calls: string[]) => calls.filter((call) => call.startsWith("fetch"));

  test("reads what the other parts do not show after all of them", async () => {
    const { start, calls } = stage(whole);
    await start();
    expect(fetched(calls)).toEqual(["fetch 1", "fetch 11", "fetch 12", "fetch 1", "fetch 2"]);
  });

  test("leaves a part unread that the ledger closed, because the others showed nearly all", async () => {
    const { start, calls, settled } = stage({
      ...whole,
      covered: (saved) => (saved.some(({ part }) => part === 3) ? [1] : []),
    });
    await start();
    expect(fetched(calls)).toEqual(["fetch 1", "fetch 11", "fetch 12"]);
    expect(settled).toMatchObject([{ kind: "done" }]);
  });

  test("gives the keyword back when the time budget ends", async () => {
    const { start, settled } = stage({ total: 1000, pageMs: 10 });
    await start(1_000_000 + 35);
    expect(settled).toMatchObject([{ kind: "yield", reason: "time budget" }]);
  });

  test("moves no checkpoint when the rows could not be stored", async () => {
    const { start, pages, settled } = stage({ acceptFails: true });
    await expect(start()).rejects.toThrow("spool is full");
    expect(pages).toEqual([]);
    expect(settled).toMatchObject([{ kind: "retry", outcome: "server" }]);
  });
});
