import { applyD1Migrations, env, reset } from "cloudflare:test";
import { drizzle } from "drizzle-orm/d1";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { WINDOW_MS } from "../../shared/domain/upload-watch.ts";
import type { UploadFinding } from "../db/watch-schema.ts";
import { createFindingStore, positionOf } from "./finding-store.ts";
import { type UploadHistory, watchUploads } from "./watch.ts";

const FIRST = 2_000_000 * WINDOW_MS;
const MINUTE = 60_000;
let now: number;
let oldest: number | null;
let newest: number | null;
let queries: number;
let histories: UploadHistory[];
let handed: UploadFinding[][];

beforeEach(async () => {
  await applyD1Migrations(env.DB, inject("d1Migrations"));
  [now, oldest, histories, handed] = [FIRST + 3 * MINUTE, null, [], []];
  [newest, queries] = [Number.MAX_SAFE_INTEGER, 0];
});
afterEach(() => reset());

const findings = () => createFindingStore(drizzle(env.DB));
const watch = () =>
  watchUploads({
    ledger: { oldestLoggedUpload: async () => oldest, newestUpload: async () => newest },
    histories: async (from, to, afterIp, limit) => {
      queries++;
      return histories
        .map(({ ats, rows, ...who }) => ({
          ...who,
          ats: ats.filter((at) => at >= from && at < to),
          rows: rows.filter((_, index) => (ats[index] ?? 0) >= from && (ats[index] ?? 0) < to),
        }))
        .filter(({ ip, ats }) => ip > afterIp && ats.length > 0)
        .slice(0, limit);
    },
    findings: findings(),
    emitFindings: (found) => handed.push(found),
    clock: { now: () => now },
  });

/** Uploads in `count` windows up to `until` (exclusive). */
const sender = (ip: string, count: number, until: number): UploadHistory => {
  const ats = Array.from({ length: count }, (_, index) => until - (count - index) * WINDOW_MS);
  return { ip, source: "node:n1", ats, rows: ats.map(() => 100) };
};

test("a condition is stored and handed on when it begins and when it ends, not in between", async () => {
  histories = [sender("192.0.2.1", 100, FIRST), sender("192.0.2.2", 100, FIRST - 2 * WINDOW_MS)];
  expect(await watch()).toMatchObject({ skipped: null, addresses: 2, begun: 1, ended: 0 });
  expect(handed).toMatchObject([
    [{ ip: "192.0.2.2", kind: "silent", expected: 100, seen: 0, endedAt: null }],
  ]);
  now += WINDOW_MS;
  histories = [sender("192.0.2.1", 101, FIRST + WINDOW_MS), sender("192.0.2.2", 100, FIRST - 2 * WINDOW_MS)];
  expect(await watch()).toMatchObject({ begun: 0, ended: 0 });
  expect(handed).toHaveLength(1);
  now += WINDOW_MS;
  histories = [
    sender("192.0.2.1", 102, FIRST + 2 * WINDOW_MS),
    sender("192.0.2.2", 50, FIRST + 2 * WINDOW_MS),
  ];
  expect(await watch()).toMatchObject({ begun: 0, ended: 1 });
  expect(handed[1]).toMatchObject([{ ip: "192.0.2.2", endedAt: now }]);
  expect(await findings().list({}, 10)).toMatchObject([
    { kind: "silent", foundAt: FIRST + 3 * MINUTE, windowAt: FIRST - WINDOW_MS, endedAt: now },
  ]);
});

test("one condition that becomes another ends and begins", async () => {
  histories = [sender("192.0.2.1", 5, FIRST)];
  await watch();
  now += 20 * WINDOW_MS;
  histories = [sender("192.0.2.1", 23, FIRST + 18 * WINDOW_MS)];
  expect(await watch()).toMatchObject({ begun: 1, ended: 1 });
  expect((await findings().list({}, 10)).map(({ kind, endedAt }) => [kind, endedAt !== null])).toEqual([
    ["silent", false],
    ["new", true],
  ]);
});

test("uploads of the window that are not in ClickHouse yet are no silence", async () => {
  histories = [sender("192.0.2.1", 100, FIRST - 2 * WINDOW_MS)];
  oldest = FIRST - 1;
  expect(await watch()).toMatchObject({ skipped: expect.stringContaining("not in ClickHouse yet") });
  expect(await findings().list({}, 10)).toEqual([]);
  oldest = FIRST;
  expect(await watch()).toMatchObject({ skipped: null, begun: 1 });
});

test("without ClickHouse nothing is judged and nothing ends", async () => {
  histories = [sender("192.0.2.1", 5, FIRST)];
  await watch();
  const failing = { ...findings(), open: findings().open };
  await expect(
    watchUploads({
      ledger: { oldestLoggedUpload: async () => null, newestUpload: async () => now },
      histories: async () => {
        throw new Error("ClickHouse is away");
      },
      findings: failing,
      emitFindings: (found) => handed.push(found),
      clock: { now: () => now },
    }),
  ).rejects.toThrow("away");
  expect(await findings().open()).toHaveLength(1);
  expect(handed).toHaveLength(1);
});

test("many addresses are judged in pages; two watches at once store a condition once", async () => {
  histories = Array.from({ length: 450 }, (_, n) => sender(`10.0.${String(n).padStart(3, "0")}.1`, 3, FIRST));
  const reports = await Promise.all([watch(), watch()]);
  expect(reports).toMatchObject([{ addresses: 450 }, { addresses: 450 }]);
  expect(await findings().open()).toHaveLength(450);
});

test("the list shows open ones first, then the newest, in pages and by filter", async () => {
  const store = findings();
  const finding = (n: number, endedAt: number | null): UploadFinding => ({
    id: crypto.randomUUID(),
    ip: `192.0.2.${n}`,
    source: "node:n1",
    kind: n % 2 === 0 ? "silent" : "spiking",
    expected: 1.5,
    seen: 0,
    windowAt: 0,
    foundAt: Math.floor(n / 3),
    endedAt,
  });
  const all = Array.from({ length: 20 }, (_, n) => finding(n, n < 10 ? 99 : null));
  await store.save([], all, 0);
  const seen: UploadFinding[] = [];
  for (let page = await store.list({}, 3); page.length > 0; ) {
    seen.push(...page);
    const last = page.at(-1);
    page = last ? await store.list({}, 3, positionOf(last)) : [];
  }
  expect(seen).toHaveLength(20);
  expect(new Set(seen.map(({ id }) => id)).size).toBe(20);
  expect(seen.slice(0, 10).every(({ endedAt }) => endedAt === null)).toBe(true);
  expect(await store.list({ kind: "silent" }, 50)).toHaveLength(10);
  expect(await store.list({ open: false }, 50)).toHaveLength(10);
  expect(await store.list({ ip: "192.0.2.3", open: true }, 50)).toHaveLength(0);
  expect(await store.deleteEndedBefore(100)).toBe(10);
});

test("while nothing is uploaded ClickHouse is asked ever less, silence is found all the same, and it ends", async () => {
  newest = FIRST - 1;
  histories = [sender("192.0.2.1", 100, FIRST)];
  let foundAfter: number | null = null;
  const judgedAt: number[] = [];
  for (let window = 0; window < 1100; window++) {
    const before = queries;
    await watch();
    if (queries > before) judgedAt.push(window);
    if (foundAfter === null && (await findings().open()).length > 0) foundAfter = window;
    now += WINDOW_MS;
  }
  expect(foundAfter).toBe(2);
  expect(judgedAt.length).toBeLessThan(20);
  expect(await findings().open()).toEqual([]);
  newest = null;
  const before = queries;
  await watch();
  expect(queries).toBe(before);
});
