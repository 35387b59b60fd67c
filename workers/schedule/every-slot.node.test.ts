/**
 * Every slot has one answer (X1, A16): for 30 days dispatchers come late, twice, not at all, and die at any of their
 * calls, while people pause and change schedules. What the ledger then holds is compared with what croner enumerates.
 */
import { Cron } from "croner";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seededRandom } from "../../local/job-boards/corpus/generate.ts";
import { ApiError } from "../../shared/errors/codes.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../shared/time.ts";
import { dyingDispatchers, isDead, settled } from "../../tests/support/dying-dispatchers.ts";
import { scheduleStage } from "../../tests/support/schedule-stage.ts";
import { sqliteD1 } from "../../tests/support/sqlite-d1.ts";
import type { ScheduledJob } from "./job.ts";
import type { ScheduleServices } from "./schedule-services.ts";
import { createSchedules, type ScheduleFields } from "./schedules.ts";
import { tick } from "./tick.ts";

const START = Date.parse("2026-11-01T00:00:00Z");
const DAYS = 30;
const SEED = 12;
const random = seededRandom(SEED);
const below = (count: number) => Math.floor(random() * count);

/** At the end nothing takes time, so that all has ended. */
let isCalm = false;
const { clock, current, mortal } = dyingDispatchers(START, random, () => (isCalm ? 0 : 0.004));
beforeAll(clock.install);
afterAll(clock.remove);

/** Starts of the targets, by schedule and slot. */
const starts = new Map<string, number>();
const started = (name: string, slotAt: number) =>
  starts.set(`${name} ${slotAt}`, (starts.get(`${name} ${slotAt}`) ?? 0) + 1);

/** A job of the platform that takes so long at times. */
const job = (name: string, cron: string, timeZone: string, takesMs: number): ScheduledJob => ({
  name,
  cron,
  timeZone,
  async run(_services, { slotAt }) {
    started(name, slotAt);
    if (takesMs > 0 && !isCalm) await clock.sleep(below(takesMs));
    if (random() < 0.02) throw new Error("ClickHouse is away");
  },
});
const jobs = [
  job("half-hourly", "*/30 * * * *", "Asia/Shanghai", 0),
  job("slow-half-hourly", "*/30 * * * *", "UTC", 80 * MINUTE_MS),
  job("hourly", "0 * * * *", "Asia/Shanghai", 2 * MINUTE_MS),
  job("slow-three-hourly", "0 */3 * * *", "UTC", 8 * HOUR_MS),
  job("nightly", "30 0 * * *", "Asia/Shanghai", 10 * MINUTE_MS),
  job("weekly", "0 3 * * 1", "Asia/Shanghai", 0),
];

const base: ScheduleFields = {
  ...{ title: null, kind: "cron", cron: null, everyS: null, startAt: null, timeZone: "Asia/Shanghai" },
  ...{ enabled: true, catchUp: "once", catchUpMax: null, maxLatenessS: null, rerun: false },
  ...{ taskKind: "keywords.crawl", taskInput: {} },
  taskCreator: {
    actor: "test",
    owner: { ownerId: null, departmentId: null },
    caller: { reach: { kind: "all" }, sees_recruiters: false },
  },
};
const cron = (expression: string, over: Partial<ScheduleFields> = {}) => ({
  ...base,
  cron: expression,
  ...over,
});
const every = (minutes: number, over: Partial<ScheduleFields> = {}): ScheduleFields => ({
  ...base,
  ...{ kind: "interval", everyS: minutes * 60, startAt: START, ...over },
});
const all = (catchUpMax: number, maxLatenessS: number) =>
  ({ catchUp: "all", catchUpMax, maxLatenessS }) as const;
const people: Record<string, ScheduleFields> = {
  "interval-all": every(60, all(3, 4 * 3600)),
  "hours-skip": every(120, { catchUp: "skip" }),
  "ninety-rerun": every(90, { rerun: true }),
  "day-and-a-bit": every(1500),
  "halves-all": cron("*/30 8-12 * * *", all(4, 7200)),
  "hourly-skip": cron("30 * * * *", { catchUp: "skip", timeZone: "UTC" }),
  "workdays-rerun": cron("0 9-18 * * MON-FRI", { rerun: true }),
  twice: cron("30 6,18 * * *", { timeZone: "Asia/Tokyo" }),
  tight: cron("0 */2 * * *", { maxLatenessS: 120 }),
  monthly: cron("0 4 1,15 * *", { timeZone: "UTC" }),
  "once-soon": { ...base, kind: "once", startAt: START + 5 * DAY_MS },
  "once-strict": { ...base, kind: "once", startAt: START + 9 * DAY_MS + HOUR_MS, catchUp: "skip" },
  "friday-13": cron("0 0 13 * FRI", { timeZone: "UTC" }),
  "every-four": cron("0 */4 * * *", { rerun: true }),
};

/** What fired when: an edit begins another part. */
interface Part {
  fields: Pick<ScheduleFields, "kind" | "cron" | "everyS" | "startAt" | "timeZone">;
  from: number;
  until: number;
}

/** @returns the slots in (from, until], by croner or by arithmetic */
function enumerated({ fields, from, until }: Part): number[] {
  const { kind, everyS, startAt } = fields;
  if (kind === "once") return startAt !== null && startAt > from && startAt <= until ? [startAt] : [];
  if (kind === "interval") {
    const [period, begin] = [(everyS ?? 0) * 1000, startAt ?? 0];
    const slots = [];
    for (let slot = begin; slot <= until; slot += period) if (slot > from) slots.push(slot);
    return slots;
  }
  const schedule = new Cron(fields.cron ?? "", { timezone: fields.timeZone, paused: true });
  const slots = [];
  let next = schedule.nextRun(new Date(from));
  for (; next && next.getTime() <= until; next = schedule.nextRun(next)) slots.push(next.getTime());
  return slots;
}

test("30 days of dying dispatchers answer every slot of 20 schedules once, with a reason", async () => {
  const db = sqliteD1();
  const tasks: { kind: string; key: string }[] = [];
  const store = { list: async () => [], delete: async () => {} } as never;
  const plain = scheduleStage(db, clock, store, tasks);
  const services: ScheduleServices = {
    ...plain,
    schedules: mortal(plain.schedules),
    slots: mortal(plain.slots),
    backfillStore: mortal(plain.backfillStore),
    lock: (name) => mortal(plain.lock(name)),
    async createTask(task, creator) {
      const [, name = "", slotAt] = task.key.split(":");
      if (random() < 0.02) throw new ApiError("too_many_requests", "the queue is full");
      started(name, Number(slotAt));
      if (name === "interval-all" && !isCalm && random() < 0.05) await clock.sleep(8 * HOUR_MS);
      return plain.createTask(task, creator);
    },
  };
  const people_ = createSchedules(plain, jobs);
  const parts = new Map<string, Part[]>();
  for (const [name, fields] of Object.entries(people)) {
    await people_.create(name, fields, "test");
    parts.set(name, [{ fields, from: START, until: Number.POSITIVE_INFINITY }]);
  }
  for (const { name, cron: expression, timeZone } of jobs) {
    const fields = { ...base, cron: expression, timeZone };
    parts.set(name, [{ fields, from: START, until: Number.POSITIVE_INFINITY }]);
  }
  expect(parts.size).toBe(20);

  let [dispatchers, deaths, awayUntil, busyUntil] = [0, 0, 0, 0];
  const dispatch = (calls: number) => {
    const dispatcher = { calls };
    void current.run(dispatcher, () => tick(services, jobs, `tick-${++dispatchers}`));
    return dispatcher;
  };
  const end = START + DAYS * DAY_MS;
  for (let minute = START + MINUTE_MS; minute <= end; minute += MINUTE_MS) {
    await clock.moveTo(minute);
    if (random() < (minute % (30 * MINUTE_MS) === 0 ? 0.05 : 0.002)) await operate();
    if (random() < 0.0005) awayUntil = minute + below(9 * HOUR_MS);
    // In other minutes nothing is due: dispatchers come there only after deaths, and now and then.
    const isDue = minute % (30 * MINUTE_MS) === 0 || minute <= busyUntil || random() < 0.01;
    if (minute > awayUntil && isDue) {
      const mortals = random() < 0.15 ? 2 : 1;
      const alive = Array.from({ length: mortals }, () => dispatch(random() < 0.4 ? 1 + below(45) : 1e9));
      await settled();
      const dead = alive.filter(isDead).length;
      deaths += dead;
      if (dead > 0) busyUntil = minute + below(4) * MINUTE_MS;
    }
  }

  /** A person pauses, resumes, switches off and on, or changes a schedule. */
  async function operate() {
    const names = [...parts.keys()];
    const name = names[below(names.length)] ?? "";
    const { pausedAt, enabled, kind } = await people_.show(name);
    const choice = below(4);
    if (choice < 2) await (pausedAt === null ? people_.pause(name) : people_.resume(name));
    else if (choice === 2) await people_.update(name, () => ({ enabled: !enabled }));
    else if (kind === "cron") {
      const now = clock.now();
      const change = { cron: `0,30 */${1 + below(6)} * * *`, timeZone: "Asia/Shanghai" };
      const edited = await people_.update(name, () => change);
      const own = parts.get(name) ?? [];
      Object.assign(own.at(-1) ?? {}, { until: now });
      own.push({ fields: edited, from: now, until: Number.POSITIVE_INFINITY });
    }
  }

  isCalm = true;
  // Nobody dies any more and all are switched on: a stopped schedule waits up to an hour for its answers.
  for (const name of parts.keys()) {
    const { pausedAt, enabled } = await people_.show(name);
    if (pausedAt !== null) await people_.resume(name);
    if (!enabled) await people_.update(name, () => ({ enabled: true }));
  }
  for (let minute = end + 5 * MINUTE_MS; minute <= end + 10 * HOUR_MS; minute += 5 * MINUTE_MS) {
    await clock.moveTo(minute);
    dispatch(1e9);
    await settled();
  }
  const last = clock.now();

  expect(deaths).toBeGreaterThan(100);
  const byStatus: Record<string, number> = {};
  let died = 0;
  for (const [name, own] of parts) {
    const rows = (await plain.slots.list(name, {}, 1e6)).reverse();
    const answered: number[] = [];
    for (const row of rows) {
      const { slotAt, toAt, count, status, reason, startedAt, finishedAt, attempts, error } = row;
      const slots =
        toAt === null
          ? [slotAt]
          : own.flatMap((part) =>
              enumerated({
                ...part,
                from: Math.max(part.from, slotAt - 1),
                until: Math.min(part.until, toAt),
              }),
            );
      expect(slots, `${name} ${slotAt}–${toAt}`).toHaveLength(count);
      answered.push(...slots);
      byStatus[`${status} ${reason}`] = (byStatus[`${status} ${reason}`] ?? 0) + count;
      if (error === "dispatcher died") died++;
      const runs = slots.map((slot) => starts.get(`${name} ${slot}`) ?? 0);
      if (status === "fired" || status === "late") {
        expect(finishedAt, `${name} ${slotAt} has ended`).not.toBeNull();
        expect(runs[0]).toBeLessThanOrEqual(attempts);
        if (error === null) expect(runs[0]).toBeGreaterThan(0);
        expect(reason === null).toBe(status === "fired");
      } else {
        expect(startedAt).toBeNull();
        expect(reason).not.toBeNull();
        expect(Math.max(...runs)).toBe(0);
      }
    }
    const wanted = own.flatMap((part) => enumerated({ ...part, until: Math.min(part.until, last) }));
    expect(answered, name).toEqual(wanted);
  }
  expect(died).toBeGreaterThan(20);
  // Each status and reason occurred, so that each was tried.
  expect(Object.keys(byStatus).toSorted()).toEqual(
    [
      ...["fired null", "late dispatcher_away", "late overlap", "skipped disabled", "skipped overlap"],
      ...["skipped paused", "missed buffer_full", "missed catch_up_over", "missed dispatcher_away"],
      ...["missed edited", "missed max_lateness_over"],
    ].toSorted(),
  );
  expect(tasks.length).toBeGreaterThan(1000);
});
