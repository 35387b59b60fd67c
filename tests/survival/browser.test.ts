/** Boss is crawled by Browser Rendering, with a real Chromium that crashes. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestChrome, useTestChrome } from "../support/chrome.ts";
import { expectNothingLost } from "../support/invariant.ts";
import { addOne, history, reached, search, typesOf } from "../support/searches.ts";
import { type System, startSystem } from "../support/system.ts";
import { until } from "../support/until.ts";

let chrome: TestChrome;
let system: System;
beforeAll(async () => {
  chrome = await useTestChrome();
  system = await startSystem({
    // The list needs the cookie that the search page's script sets.
    bossOpen: false,
    platforms: { boss: { fetch_mode: "browser", concurrency: 1, timeout_ms: 60_000 } },
    vars: { BROWSER_CAP: 1 },
  });
});
afterAll(async () => {
  await system?.close();
  await chrome?.remove();
});

test("a browser that crashes under a page is a network error: tried again in a new one", async () => {
  const board = system.board("boss");
  await board.spoil({ kind: "slow", delayMs: 600_000, times: 1, match: { keyword: "Java", page: 2 } });
  const id = await addOne(system, search("boss", "Java"));
  await until("the second page to be under way", async () => (await board.statistics()).faulted.slow === 1);
  expect(chrome.pids().length).toBeGreaterThan(0);
  chrome.kill();
  await reached(system, "done", id);
  const retries = (await history(system, id)).filter(({ type }) => type === "retry");
  expect(retries).toHaveLength(1);
  expect(retries[0]?.detail).toMatchObject({ outcome: "network", attempt: 1 });
  expect(retries[0]?.detail.error).toContain("browser");
  const { pages } = await board.statistics();
  expect(pages.find(({ page }) => page === 1)?.times, "the first page was saved").toBe(1);
  await expectNothingLost(system);
});

test("a browser that crashed while it lay idle is replaced, and costs no try", async () => {
  const first = await addOne(system, search("boss", "Python"));
  await reached(system, "done", first);
  chrome.kill();
  await until("the browser to be gone", async () => chrome.pids().length === 0);
  const second = await addOne(system, search("boss", "Python", "北京"));
  await reached(system, "done", second);
  expect(typesOf(await history(system, second))).not.toContain("retry");
  await expectNothingLost(system);
});
