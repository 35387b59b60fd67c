import { applyD1Migrations, env } from "cloudflare:test";
import { drizzle } from "drizzle-orm/d1";
import { afterEach, beforeEach, describe, expect, inject, test, vi } from "vitest";
import type { LockAnswer } from "../../shared/contracts/lock.ts";
import { createLogger } from "../../shared/log.ts";
import { scheduleSlots } from "../db/schema.ts";
import { r2Store } from "../storage/r2-store.ts";
import type { ScheduledJob } from "./job.ts";
import type { ScheduleServices } from "./schedule-services.ts";
import { createScheduleStore } from "./schedule-store.ts";
import { createSchedules } from "./schedules.ts";
import { tick } from "./tick.ts";

const START = Date.parse("2026-11-22T10:05:10Z");
const MINUTE = 60_000;

/** A lock with the rules of the Lock object, in this process. */
function fakeLock() {
  let holder: string | null = null;
  return {
    async acquire(owner: string): Promise<LockAnswer> {
      if (holder !== null && holder !== owner) return { ok: false, held_by: holder, expires_at: 0 };
      holder = owner;
      return { ok: true, grant: { owner, fence: 1, expires_at: 0 } };
    },
    async release() {
      holder = null;
      return true;
    },
    renew: async (): Promise<LockAnswer> => ({ ok: false, held_by: "", expires_at: 0 }),
    status: async () => null,
  };
}

function stage() {
  const locks = new Map<string, ReturnType<typeof fakeLock>>();
  const clock = { at: START, now: () => clock.at };
  const services: ScheduleServices = {
    clock,
    logger: createLogger({}, { write: () => {} }),
    schedules: createScheduleStore(drizzle(env.DB)),
    lock(name) {
      const lock = locks.get(name) ?? fakeLock();
      locks.set(name, lock);
      return lock;
    },
    allLedgers: () => [],
    companyQueue: { everyMinutes: 5, run: async () => ({ collected: 0, released: 0, exported: 0 }) },
    identity: {
      permissions: { syncIfOutdated: async () => {} },
      audit: { deleteBefore: async () => 0 },
      cleanUp: async () => ({ sessions: 0, verifications: 0, signInFailures: 0, apiKeys: 0 }),
    },
    uploadWatch: {
      export: async () => 0,
      watch: async () => ({ skipped: "not here" }),
      deleteFindingsBefore: async () => 0,
    },
    seenRebuilds: { run: async () => 0 },
    dataSet: { start: async () => null, resume: async () => false },
    exports: {
      resume: async () => ({ woken: 0, ended: 0 }),
      cleanUp: async () => ({ files: 0, records: 0 }),
    },
    jobFacts: { refresh: async () => ({ skipped: "current" }) },
    companyLinks: { run: async () => ({ skipped: "current" }) },
    figures: {
      refresh: async () => ({ skipped: "current" }),
      check: async () => ({ checked: 0, differences: [] }),
    },
    spool: {
      sweep: async () => ({ looked: 0, registered: 0, deleted: 0, damaged: 0 }),
      cleanUp: async () => 0,
    },
    fleet: { unsentSamples: async () => ({ samples: [], dropped: 0 }), samplesSent: async () => {} },
    insertNodeMetrics: async () => {},
    insertCoverage: async () => {},
    store: r2Store(env.SPOOL),
  };
  const ran: number[] = [];
  const job = (run: ScheduledJob["run"] = async () => {}): ScheduledJob => ({
    name: "every-minute",
    cron: "* * * * *",
    timeZone: "UTC",
    async run(...args) {
      ran.push(args[1].slotAt);
      await run(...args);
    },
  });
  return { services, clock, ran, job };
}

beforeEach(async () => {
  await applyD1Migrations(env.DB, inject("d1Migrations"));
});
afterEach(async () => {
  await env.DB.exec("DELETE FROM schedule_slots; DELETE FROM schedules;");
});

describe("tick", () => {
  test("runs a slot once, however many dispatchers fire", async () => {
    const { services, ran, job } = stage();
    const reports = await Promise.all(
      Array.from({ length: 10 }, (_, at) => tick(services, [job()], `tick-${at}`)),
    );
    expect(ran).toHaveLength(1);
    expect(reports.flatMap((report) => report.fired)).toEqual(["every-minute"]);
    expect(await services.schedules.slots("every-minute", 10)).toMatchObject([
      { status: "fired", error: null },
    ]);
  });

  test("runs the next slot a minute later and none in between", async () => {
    const { services, clock, ran, job } = stage();
    await tick(services, [job()], "a");
    clock.at += 20_000;
    await tick(services, [job()], "b");
    clock.at += MINUTE;
    await tick(services, [job()], "c");
    expect(ran).toEqual([START - 10_000, START - 10_000 + MINUTE]);
  });

  test("writes missed slots down as skipped with the reason", async () => {
    const { services, clock, ran, job } = stage();
    await tick(services, [job()], "a");
    clock.at += 3 * MINUTE;
    await tick(services, [job()], "b");
    expect(ran).toHaveLength(2);
    const slots = await services.schedules.slots("every-minute", 10);
    expect(slots.map((slot) => slot.status)).toEqual(["fired", "skipped", "skipped", "fired"]);
    expect(slots[1]?.reason).toContain("no tick ran");
  });

  test("marks a slot that starts well after its time as late", async () => {
    const { services, clock, job } = stage();
    const hourly = { ...job(), cron: "0 * * * *" };
    clock.at = Date.parse("2026-11-22T09:59:50Z");
    await tick(services, [hourly], "a");
    clock.at = Date.parse("2026-11-22T10:04:00Z");
    await tick(services, [hourly], "b");
    const [slot] = await services.schedules.slots("every-minute", 1);
    expect(slot).toMatchObject({ status: "late", reason: "started 240 s after its time" });
  });

  test("skips a slot while the run before still goes on", async () => {
    const { services, clock, ran, job } = stage();
    const { promise, resolve: release } = Promise.withResolvers<void>();
    const first = tick(services, [job(() => promise)], "a");
    await expect.poll(() => ran.length).toBe(1);
    clock.at += MINUTE;
    expect((await tick(services, [job()], "b")).skipped).toEqual(["every-minute"]);
    release();
    await first;
    const [slot] = await services.schedules.slots("every-minute", 1);
    expect(slot).toMatchObject({
      status: "skipped",
      reason: "the run before (a) still goes on",
      startedAt: null,
    });
  });

  test("writes one row in D1 for a slot, and finds old ones without an index of their time", async () => {
    const { services, clock, job } = stage();
    const other = { ...job(), name: "other" };
    await tick(services, [job(), other], "a");
    const old = START - 10_000;
    const slot = { slotAt: old + 1, status: "fired", claimedBy: "b", startedAt: old } as const;
    const inserted = await drizzle(env.DB)
      .insert(scheduleSlots)
      .values({ schedule: "other", ...slot });
    expect(inserted.meta.rows_written).toBe(1);
    clock.at += MINUTE;
    await tick(services, [job(), other], "c");
    expect(await services.schedules.deleteSlotsBefore(old + 2)).toBe(3);
    expect(await services.schedules.slots("other", 10)).toMatchObject([{ slotAt: old + MINUTE }]);
    expect(await services.schedules.slots("every-minute", 10)).toMatchObject([{ slotAt: old + MINUTE }]);
  });

  test("keeps a job's error with its slot and frees the lock", async () => {
    const { services, clock, ran, job } = stage();
    const broken = job(async () => {
      throw new Error("ClickHouse is away");
    });
    expect((await tick(services, [broken], "a")).failed).toEqual(["every-minute"]);
    const [slot] = await services.schedules.slots("every-minute", 1);
    expect(slot?.error).toContain("ClickHouse is away");
    clock.at += MINUTE;
    await tick(services, [job()], "b");
    expect(ran).toHaveLength(2);
  });

  test("keeps the error of a job that throws before its first await", async () => {
    const { services, job } = stage();
    const broken = job();
    broken.run = () => {
      throw new Error("no such binding");
    };
    expect((await tick(services, [broken], "a")).failed).toEqual(["every-minute"]);
    expect(await services.schedules.slots("every-minute", 1)).toMatchObject([
      { status: "fired", error: "Error: no such binding", finishedAt: START },
    ]);
  });

  test("writes down with the slot that its job could not start, and runs the other jobs", async () => {
    const { services, ran, job } = stage();
    const { lock } = services;
    services.lock = (name) => {
      const real = lock(name);
      if (name !== "schedule:unlucky") return real;
      return { ...real, acquire: () => Promise.reject(new Error("object reset")) };
    };
    const unlucky = { ...job(), name: "unlucky" };
    const badCron = { ...job(), name: "bad-cron", cron: "61 * * * *" };
    expect(await tick(services, [unlucky, badCron, job()], "a")).toEqual({
      fired: ["every-minute"],
      skipped: [],
      failed: ["unlucky", "bad-cron"],
    });
    expect(ran).toHaveLength(1);
    expect(await services.schedules.slots("unlucky", 1)).toMatchObject([
      { status: "fired", error: "Error: object reset", finishedAt: START },
    ]);
  });

  test("leaves a slot that D1 could not take to the next tick", async () => {
    const { services, ran, job } = stage();
    const { claim } = services.schedules;
    services.schedules.claim = async (slot) => {
      if (slot.schedule === "every-minute") throw new Error("D1 is away");
      return claim(slot);
    };
    const other = { ...job(), name: "other" };
    expect(await tick(services, [job(), other], "a")).toMatchObject({
      fired: ["other"],
      failed: ["every-minute"],
    });
    services.schedules.claim = claim;
    expect((await tick(services, [job(), other], "b")).fired).toEqual(["every-minute"]);
    expect(ran).toHaveLength(2);
  });

  test("holds the lock by renewing it, so that a tick that dies blocks the schedule for a minute at most", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    try {
      const { services, ran, job } = stage();
      const { lock } = services;
      const times: number[] = [];
      services.lock = (name) => {
        const real = lock(name);
        return {
          ...real,
          acquire(owner, ttlMs) {
            times.push(ttlMs);
            return real.acquire(owner, ttlMs);
          },
          async renew(_owner, fence, ttlMs) {
            times.push(fence, ttlMs);
            throw new Error("object reset");
          },
        };
      };
      const { promise, resolve: release } = Promise.withResolvers<void>();
      const ticking = tick(services, [job(() => promise)], "a");
      await expect.poll(() => ran.length).toBe(1);
      await vi.advanceTimersByTimeAsync(70_000);
      release();
      await ticking;
      await vi.advanceTimersByTimeAsync(70_000);
      expect(times).toEqual([60_000, 1, 60_000, 1, 60_000]);
    } finally {
      vi.useRealTimers();
    }
  });

  test("counts a job as done though its lock could not be given back", async () => {
    const { services, job } = stage();
    const { lock } = services;
    services.lock = (name) => ({ ...lock(name), release: () => Promise.reject(new Error("object reset")) });
    expect((await tick(services, [job()], "a")).fired).toEqual(["every-minute"]);
  });

  test("is not kept from a slot by a run by hand in the same minute", async () => {
    const { services, clock, ran, job } = stage();
    await tick(services, [job()], "a");
    clock.at += 55_000;
    await createSchedules(services, [job()]).run("every-minute", "by-hand");
    clock.at += 1000;
    expect((await tick(services, [job()], "b")).fired).toEqual(["every-minute"]);
    expect(ran).toHaveLength(3);
  });

  test("leaves a schedule alone that a person switched off", async () => {
    const { services, ran, job } = stage();
    await services.schedules.ensure([job()], START);
    await env.DB.prepare("update schedules set enabled = 0 where name = ?").bind("every-minute").run();
    await tick(services, [job()], "a");
    expect(ran).toEqual([]);
  });
});

describe("createSchedules", () => {
  test("lists, runs by hand and answers null for an unknown name", async () => {
    const { services, ran, job } = stage();
    const schedules = createSchedules(services, [job()]);
    expect(await schedules.list()).toMatchObject([
      { name: "every-minute", nextAt: START + 50_000, lastSlot: null },
    ]);
    expect(await schedules.run("every-minute", "by-hand")).toMatchObject({
      status: "fired",
      claimedBy: "by-hand",
    });
    expect(ran).toEqual([START]);
    expect(await schedules.run("nothing", "x")).toBeNull();
    expect(await schedules.slots("nothing", 1)).toBeNull();
  });
});
