import { applyD1Migrations, env } from "cloudflare:test";
import { drizzle } from "drizzle-orm/d1";
import { afterEach, beforeEach, describe, expect, inject, test, vi } from "vitest";
import { ApiError } from "../../shared/errors/codes.ts";
import { scheduleStage } from "../../tests/support/schedule-stage.ts";
import { r2Store } from "../storage/r2-store.ts";
import { createBackfills } from "./backfills.ts";
import type { ScheduledJob } from "./job.ts";
import type { ScheduleServices } from "./schedule-services.ts";
import { createSchedules, type ScheduleFields } from "./schedules.ts";
import { tick } from "./tick.ts";

const START = Date.parse("2026-11-22T10:05:10Z");
const MINUTE = 60_000;

function stage() {
  const clock = { at: START, now: () => clock.at };
  const services: ScheduleServices = scheduleStage(drizzle(env.DB), clock, r2Store(env.SPOOL));
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
  await env.DB.exec("DELETE FROM schedule_backfills; DELETE FROM schedule_slots; DELETE FROM schedules;");
});

describe("tick", () => {
  test("runs a slot once, however many dispatchers fire", async () => {
    const { services, ran, job } = stage();
    const reports = await Promise.all(
      Array.from({ length: 10 }, (_, at) => tick(services, [job()], `tick-${at}`)),
    );
    expect(ran).toHaveLength(1);
    expect(reports.flatMap((report) => report.fired)).toEqual(["every-minute"]);
    expect(await services.slots.list("every-minute", {}, 10)).toMatchObject([
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

  test("writes missed slots down in one row, with the reason", async () => {
    const { services, clock, ran, job } = stage();
    await tick(services, [job()], "a");
    clock.at += 3 * MINUTE;
    await tick(services, [job()], "b");
    expect(ran).toHaveLength(2);
    const slots = await services.slots.list("every-minute", {}, 10);
    expect(slots).toMatchObject([
      { status: "fired", reason: null },
      {
        ...{ status: "missed", reason: "catch_up_over", count: 2, startedAt: null },
        ...{ slotAt: START - 10_000 + MINUTE, toAt: START - 10_000 + 2 * MINUTE },
        // From the last answer on nobody looked after it.
        detail: { away_from: START - 10_000, away_to: START - 10_000 + 2 * MINUTE },
      },
      { status: "fired" },
    ]);
  });

  test("marks a slot that starts well after its time as late", async () => {
    const { services, clock, job } = stage();
    const hourly = { ...job(), cron: "0 * * * *" };
    clock.at = Date.parse("2026-11-22T09:59:50Z");
    await tick(services, [hourly], "a");
    clock.at = Date.parse("2026-11-22T10:04:00Z");
    await tick(services, [hourly], "b");
    const [slot] = await services.slots.list("every-minute", {}, 1);
    expect(slot).toMatchObject({ status: "late", reason: "dispatcher_away", startedAt: clock.at });
  });

  test("skips a slot while the run before still goes on", async () => {
    const { services, clock, ran, job } = stage();
    const { promise, resolve: release } = Promise.withResolvers<void>();
    const first = tick(services, [job(() => promise)], "a");
    await expect.poll(() => ran.length).toBe(1);
    // The run renews its lock while it goes on; here for all of the time at once.
    await services.lock("schedule:every-minute").renew("a", 1, 10 * MINUTE);
    for (const id of ["b", "c"]) {
      clock.at += MINUTE;
      expect((await tick(services, [job()], id)).skipped).toEqual(["every-minute"]);
    }
    release();
    await first;
    expect(await services.slots.list("every-minute", {}, 2)).toMatchObject([
      { status: "skipped", reason: "overlap", count: 2, detail: { held_by: "a" }, startedAt: null },
      { status: "fired", error: null, finishedAt: clock.at },
    ]);
  });

  test("writes two rows in D1 for a slot, and keeps the newest when old ones go", async () => {
    const { services, clock, job } = stage();
    const other = { ...job(), name: "other" };
    const written: number[] = [];
    const prepare = env.DB.prepare.bind(env.DB);
    const counted = drizzle({
      batch: env.DB.batch.bind(env.DB),
      prepare(sql: string) {
        const count = (statement: D1PreparedStatement): D1PreparedStatement =>
          new Proxy(statement, {
            get(target, name) {
              if (name === "bind") return (...values: unknown[]) => count(target.bind(...values));
              if (name !== "run") return Reflect.get(target, name).bind(target);
              return async () => {
                const result = await target.run();
                written.push(result.meta.rows_written);
                return result;
              };
            },
          });
        return count(prepare(sql));
      },
    } as D1Database);
    Object.assign(services, scheduleStage(counted, clock, services.store));
    await services.schedules.ensure([job(), other], START);
    written.length = 0;
    await tick(services, [job(), other], "a");
    // The claim and the end of each; what nobody waits for writes nothing.
    expect(written.filter((rows) => rows > 0)).toEqual([1, 1, 1, 1]);
    clock.at += MINUTE;
    await tick(services, [job(), other], "c");
    const states = await services.schedules.states();
    expect(await services.slots.deleteBefore(START + MINUTE, states)).toBe(2);
    expect(await services.slots.list("other", {}, 10)).toMatchObject([{ slotAt: START - 10_000 + MINUTE }]);
    expect(await services.slots.deleteBefore(START + 1000 * MINUTE, states)).toBe(0);
  });

  test("keeps a job's error with its slot and frees the lock", async () => {
    const { services, clock, ran, job } = stage();
    const broken = job(async () => {
      throw new Error("ClickHouse is away");
    });
    expect((await tick(services, [broken], "a")).failed).toEqual(["every-minute"]);
    const [slot] = await services.slots.list("every-minute", {}, 1);
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
    expect(await services.slots.list("every-minute", {}, 1)).toMatchObject([
      { status: "fired", error: "Error: no such binding", finishedAt: START },
    ]);
  });

  test("leaves a slot whose lock does not answer to the next tick, and runs the other jobs", async () => {
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
      failed: ["bad-cron", "unlucky"],
    });
    expect(ran).toHaveLength(1);
    expect(await services.slots.list("unlucky", {}, 1)).toEqual([]);
    services.lock = lock;
    expect((await tick(services, [unlucky, job()], "b")).fired).toEqual(["unlucky"]);
  });

  test("leaves a slot that D1 could not take to the next tick", async () => {
    const { services, ran, job } = stage();
    const { answer } = services.slots;
    services.slots.answer = async (state, slots) => {
      if (state.name === "every-minute") throw new Error("D1 is away");
      return answer(state, slots);
    };
    const other = { ...job(), name: "other" };
    expect(await tick(services, [job(), other], "a")).toMatchObject({
      fired: ["other"],
      failed: ["every-minute"],
    });
    services.slots.answer = answer;
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
    const { services, clock, ran, job } = stage();
    await services.schedules.ensure([job()], START);
    await env.DB.prepare("update schedules set enabled = 0 where name = ?").bind("every-minute").run();
    await tick(services, [job()], "a");
    expect(ran).toEqual([]);
    clock.at += 61 * MINUTE;
    await tick(services, [job()], "b");
    // A stopped schedule writes a row an hour at most, and that one grows.
    clock.at += 61 * MINUTE;
    await tick(services, [job()], "c");
    expect(await services.slots.list("every-minute", {}, 9)).toMatchObject([
      { status: "skipped", reason: "disabled", count: 123, slotAt: START - 10_000, toAt: clock.at - 10_000 },
    ]);
  });

  test("ends the slot of a dispatcher that died, or runs it again where the schedule says so", async () => {
    const { services, clock, ran, job } = stage();
    const never = new Promise<never>(() => {});
    void tick(services, [job(() => never)], "dead");
    await expect.poll(() => ran.length).toBe(1);
    clock.at += 2 * MINUTE;
    await tick(services, [job()], "b");
    expect(await services.slots.list("every-minute", {}, 3)).toMatchObject([
      { status: "fired", claimedBy: "b", error: null },
      { status: "missed", reason: "catch_up_over" },
      { status: "fired", claimedBy: "dead", error: "dispatcher died", finishedAt: clock.at, attempts: 1 },
    ]);

    await env.DB.prepare("update schedules set rerun = 1, revision = revision + 1").run();
    clock.at += MINUTE;
    const died = clock.at - 10_000;
    void tick(services, [job(() => never)], "dead again");
    await expect.poll(() => ran.length).toBe(3);
    clock.at += 2 * MINUTE;
    await tick(services, [job()], "c");
    expect(ran.filter((slot) => slot === died)).toHaveLength(2);
    expect(await services.slots.find("every-minute", died)).toMatchObject({
      ...{ claimedBy: "c", attempts: 2, error: null, finishedAt: clock.at },
    });
  });

  test("runs up to as many missed slots as the schedule says, oldest first", async () => {
    const { services, clock, ran, job } = stage();
    await tick(services, [job()], "a");
    await createSchedules(services, [job()]).update("every-minute", () => ({
      ...{ catchUp: "all", catchUpMax: 3, maxLatenessS: 3600 },
    }));
    clock.at += 10 * MINUTE;
    await tick(services, [job()], "b");
    const slot = (minute: number) => START - 10_000 + minute * MINUTE;
    expect(ran).toEqual([slot(0), slot(8), slot(9), slot(10)]);
    expect(await services.slots.list("every-minute", {}, 9)).toMatchObject([
      { status: "fired", slotAt: slot(10) },
      { status: "fired", slotAt: slot(9) },
      { status: "late", reason: "dispatcher_away", slotAt: slot(8) },
      { status: "missed", reason: "catch_up_over", slotAt: slot(1), toAt: slot(7), count: 7 },
      { status: "fired", slotAt: slot(0) },
    ]);
  });

  test("misses a slot whose task queue is full, and a backfill runs it", async () => {
    const { services, clock } = stage();
    const tasks: string[] = [];
    let isFull = true;
    services.createTask = async ({ key }) => {
      if (isFull) throw new ApiError("too_many_requests", "the queue is full");
      tasks.push(key);
      return { id: "task-1" };
    };
    const schedules = createSchedules(services, []);
    const { name } = await schedules.create("crawl", { ...TASK, cron: "* * * * *" }, "lin");
    clock.at += MINUTE;
    await tick(services, [], "a");
    const slotAt = clock.at - 10_000;
    expect(await services.slots.list(name, {}, 9)).toMatchObject([
      { status: "missed", reason: "buffer_full", slotAt, startedAt: null },
    ]);
    isFull = false;
    const backfills = createBackfills(services);
    const span = { schedule: name, fromAt: slotAt, toAt: slotAt, withSkipped: false };
    const { id } = await backfills.start(span, "lin");
    await tick(services, [], "b");
    expect(tasks).toEqual([`schedule:crawl:${slotAt}`]);
    expect(await services.slots.find(name, slotAt)).toMatchObject({
      ...{ status: "late", reason: "backfill", taskId: "task-1", backfillId: id, error: null },
    });
    expect(await backfills.list(name)).toMatchObject([{ id, state: "done", total: 1, done: 1, failed: 0 }]);
  });
});

const TASK: ScheduleFields = {
  cron: null,
  ...{ title: null, kind: "cron", everyS: null, startAt: null, timeZone: "UTC", enabled: true },
  ...{
    catchUp: "once",
    catchUpMax: null,
    maxLatenessS: null,
    rerun: false,
    taskKind: "keywords.crawl",
    taskInput: {},
  },
  taskCreator: {
    actor: "lin (schedule crawl)",
    owner: { ownerId: null, departmentId: null },
    caller: { reach: { kind: "all" }, sees_recruiters: false },
  },
};

describe("createSchedules", () => {
  test("lists, runs by hand and refuses an unknown name", async () => {
    const { services, ran, job } = stage();
    const schedules = createSchedules(services, [job()]);
    const [listed] = await schedules.list();
    expect(listed).toMatchObject({
      name: "every-minute",
      tail: null,
      lastRun: null,
      defaults: { cron: "* * * * *" },
    });
    expect(listed?.next).toEqual([1, 2, 3, 4, 5].map((minutes) => START - 10_000 + minutes * MINUTE));
    expect(await schedules.run("every-minute", "by-hand")).toMatchObject({
      status: "fired",
      claimedBy: "by-hand",
    });
    expect(ran).toEqual([START]);
    await expect(schedules.run("nothing", "x")).rejects.toThrow("no schedule nothing");
    await expect(schedules.slots("nothing", {}, 1)).rejects.toThrow("no schedule nothing");
  });

  test("an edited job is left alone by a deploy that changes its default, until it is set back", async () => {
    const { services, clock, job } = stage();
    const deploys = (cron: string) => createSchedules(services, [{ ...job(), cron }]);
    const edited = await deploys("* * * * *").update("every-minute", () => ({ cron: "*/7 * * * *" }));
    expect(edited.editedAt).toBe(START);
    await tick(services, [{ ...job(), cron: "*/3 * * * *" }], "a");
    const after = deploys("*/3 * * * *");
    expect(await after.show("every-minute")).toMatchObject({
      cron: "*/7 * * * *",
      defaults: { cron: "*/3 * * * *" },
    });
    expect(await after.reset("every-minute")).toMatchObject({ cron: "*/3 * * * *", editedAt: null });
    await tick(services, [{ ...job(), cron: "*/2 * * * *" }], "b");
    expect(await deploys("*/2 * * * *").show("every-minute")).toMatchObject({ cron: "*/2 * * * *" });
    clock.at += MINUTE;
  });

  test("slots that an edit takes away are answered, and those of a pause", async () => {
    const { services, clock, job } = stage();
    const schedules = createSchedules(services, [job()]);
    await tick(services, [job()], "a");
    clock.at += 3 * MINUTE;
    await schedules.update("every-minute", () => ({ cron: "0 0 * * *" }));
    await schedules.pause("every-minute");
    clock.at += 2 * 86_400_000;
    await schedules.resume("every-minute");
    expect(await services.slots.list("every-minute", {}, 9)).toMatchObject([
      { status: "skipped", reason: "paused", count: 2 },
      { status: "missed", reason: "edited", count: 3 },
      { status: "fired" },
    ]);
    await expect(schedules.remove("every-minute")).rejects.toThrow("disable it instead");
  });
});
