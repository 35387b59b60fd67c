/** Makes a ledger with the test's clock, random number and queue, which survive its evictions. */

import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import { keywordLedger } from "../../../durable-objects/keyword-ledger/client.ts";
import { type LedgerSettings, ledgerName } from "../../../durable-objects/keyword-ledger/settings.ts";
import { WORK_COUNTS_SQL } from "../../../durable-objects/lease-engine/work-counts.ts";
import { systemClock } from "../../../shared/clock.ts";
import type { Claim, PageProgress } from "../../../shared/contracts/keyword-ledger.ts";
import type { CrawlWake } from "../../../shared/contracts/queues.ts";
import type { Refusal, Result } from "../../../shared/result.ts";
import { HOUR_MS } from "../../../shared/time.ts";

export const SETTINGS: LedgerSettings = {
  lease: { leaseMs: 60_000, queuedMs: 60_000, window: 3, wakes: true },
  retry: { baseMs: 10_000, maxMs: HOUR_MS, attempts: 3 },
  recrawlMs: 24 * HOUR_MS,
  fullCrawlMs: 7 * 24 * HOUR_MS,
  paceMs: 1000,
  limits: { capRows: 1000, maxParts: 1000, maxPages: 2000, repeatPages: 1 },
};

export class Rig {
  readonly api = keywordLedger(env, "qcwy", 7);
  readonly stub = env.KEYWORD_LEDGER.getByName(ledgerName("qcwy", 7));
  /** The clock is far ahead of the real time, so that no alarm fires by itself. */
  now = Date.UTC(2100, 0, 1);
  random = 0.5;
  settings = structuredClone(SETTINGS);
  wakes: CrawlWake[] = [];
  sendFails = false;
  /** This counts the calls of `sendWake`, failed ones included. */
  sends = 0;

  static async start(settings: Partial<LedgerSettings> = {}): Promise<Rig> {
    const rig = new Rig();
    Object.assign(rig.settings, settings);
    await rig.plug();
    return rig;
  }

  async plug(): Promise<void> {
    await runInDurableObject(this.stub, (ledger) => {
      ledger.engine.clock = { ...systemClock, now: () => this.now, random: () => this.random };
      ledger.engine.work.settings = this.settings.lease;
      ledger.settings = this.settings;
      ledger.sendWake = async (message) => {
        this.sends += 1;
        if (this.sendFails) throw new Error("queue is down");
        this.wakes.push(message);
      };
    });
  }

  async evict(): Promise<void> {
    await evictDurableObject(this.stub);
    await this.plug();
  }

  /** @returns whether an alarm was set */
  alarm(): Promise<boolean> {
    return runDurableObjectAlarm(this.stub);
  }

  async pass(ms: number): Promise<void> {
    this.now += ms;
    await this.alarm();
  }

  alarmAt(): Promise<number | null> {
    return runInDurableObject(this.stub, (_, state) => state.storage.getAlarm());
  }

  rows<T extends Record<string, SqlStorageValue>>(sql: string): Promise<T[]> {
    return runInDurableObject(this.stub, (_, state) => state.storage.sql.exec<T>(sql).toArray());
  }

  async create(...names: string[]): Promise<string[]> {
    const items = names.map((keyword) => ({
      platform: "qcwy" as const,
      keyword,
      city: "北京",
      channel: "web" as const,
      priority: 5,
    }));
    return (await this.api.create(items, "tester")).map((result) => result.id);
  }

  async claimOne(holder = "lane"): Promise<Claim> {
    const [claim] = await this.api.claim(holder, 1);
    if (!claim) throw new Error("nothing to claim");
    return claim;
  }

  async state(id: string): Promise<string | undefined> {
    return (await this.api.get(id))?.keyword.state;
  }

  async eventTypes(id: string): Promise<string[]> {
    return (await this.api.events(id, 1000)).map((event) => event.type).reverse();
  }
}

/** Makes a page of ten postings that no other page has, unless `more` says otherwise. */
export function page(number: number, more: Partial<PageProgress> = {}): PageProgress {
  const part = more.part ?? 0;
  return {
    part,
    page: number,
    reported: 100,
    rows: 10,
    invalid: 0,
    keys: Array.from({ length: 10 }, (_, index) => `${part}-${number}-${index}`),
    fresh: null,
    last: false,
    outcome: "ok",
    ...more,
  };
}

/** Unwraps a result that must be ok. */
export function value<T>(result: Result<T, Refusal<string>>): T {
  if (!result.ok) throw new Error(`${result.code}: ${result.message}`);
  return result.value;
}

interface Count {
  state: string;
  phase: string;
  n: number;
}

/** Checks the invariants that hold at any time. */
export async function expectSound(rig: Rig): Promise<void> {
  // One call of the object checks all, because the model test does this a thousand times.
  const seen = await runInDurableObject(rig.stub, async (_, { storage }) => {
    const rows = <T>(sql: string) => storage.sql.exec(sql).toArray() as T[];
    return {
      counts: rows<Count>(`${WORK_COUNTS_SQL} ORDER BY 1, 2`),
      recount: rows<Count>(
        "SELECT state, phase, count(*) AS n FROM work GROUP BY state, phase ORDER BY state, phase",
      ),
      items: rows<{ phase: string; timer_at: number | null }>("SELECT phase, timer_at FROM work"),
      timers: rows<{ at: number }>("SELECT at FROM timers"),
      totals: rows("SELECT known, reported, distinct_keys FROM totals"),
      sums: rows(
        `SELECT count(*) AS known, coalesce(sum(covered_reported), 0) AS reported,
           coalesce(sum(min(covered_distinct, covered_reported)), 0) AS distinct_keys
         FROM keywords WHERE covered_at IS NOT NULL AND deleted_at IS NULL`,
      ),
      uncounted: rows<{ id: string }>(
        `SELECT id FROM runs JOIN work ON id = keyword_id WHERE phase <> 'running'
           AND (pages, rows, invalid) <> (counted_pages, counted_rows, counted_invalid)`,
      ),
      alarmAt: await storage.getAlarm(),
    };
  });
  const { counts, recount, items, timers, totals, sums, uncounted, alarmAt } = seen;
  expect(counts, "counters equal a full recount").toEqual(recount);
  expect(totals, "totals equal a full recount").toEqual(sums);
  expect(uncounted, "no lease ends without its pages in the totals").toEqual([]);
  const inPhase = (...phases: string[]) => items.filter((item) => phases.includes(item.phase));
  for (const item of inPhase("waiting", "queued", "held", "running")) expect(item.timer_at).not.toBeNull();
  for (const item of inPhase("ready", "resting", "gone")) expect(item.timer_at).toBeNull();
  const inWindow = inPhase("queued", "held", "running").length;
  const idleReady = inPhase("ready").length > 0 && inWindow < rig.settings.lease.window;
  if (idleReady) expect(timers, "ready work has a wake-up or a timer").toHaveLength(1);
  const times = [...items.map((item) => item.timer_at), ...timers.map((timer) => timer.at)];
  const next = Math.min(...times.filter((at) => at !== null));
  // An alarm that is left without a timer fires once, for nothing.
  if (next !== Number.POSITIVE_INFINITY)
    expect(alarmAt, "the alarm fires for the first timer").toBeLessThanOrEqual(Math.max(next, rig.now + 1));
}
