/** A backfill runs exactly the missed slots of its span, each once, however often its dispatcher dies. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { seededRandom } from "../../local/job-boards/corpus/generate.ts";
import { HOUR_MS, MINUTE_MS } from "../../shared/time.ts";
import { dyingDispatchers, settled } from "../../tests/support/dying-dispatchers.ts";
import { scheduleStage } from "../../tests/support/schedule-stage.ts";
import { sqliteD1 } from "../../tests/support/sqlite-d1.ts";
import { createBackfills } from "./backfills.ts";
import { createSchedules } from "./schedules.ts";
import { tick } from "./tick.ts";

const START = Date.parse("2026-11-02T00:00:00Z");
const EVERY_MS = 10 * MINUTE_MS;
const random = seededRandom(7);
const { clock, current, mortal } = dyingDispatchers(START, random);
beforeAll(clock.install);
afterAll(clock.remove);

test("a day of missed slots is backfilled in part, by dispatchers that die", async () => {
  const store = { list: async () => [], delete: async () => {} } as never;
  const ran: number[] = [];
  const plain = scheduleStage(sqliteD1(), clock, store);
  const services = {
    ...plain,
    schedules: mortal(plain.schedules),
    slots: mortal(plain.slots),
    backfillStore: mortal(plain.backfillStore),
    lock: (name: string) => mortal(plain.lock(name)),
  };
  plain.createTask = async ({ key }) => {
    ran.push(Number(key.split(":")[2]));
    return { id: key };
  };
  services.createTask = plain.createTask;
  const schedules = createSchedules(plain, []);
  const caller = { reach: { kind: "all" }, sees_recruiters: false } as const;
  await schedules.create(
    "tens",
    {
      ...{ title: null, kind: "interval", cron: null, everyS: 600, startAt: START, timeZone: "UTC" },
      ...{ enabled: true, catchUp: "once", catchUpMax: null, maxLatenessS: null, rerun: true },
      ...{ taskKind: "keywords.crawl", taskInput: {} },
      taskCreator: { actor: "lin", owner: { ownerId: null, departmentId: null }, caller },
    },
    "lin",
  );
  const dispatch = async (calls: number) => {
    void current.run({ calls }, () => tick(services, [], `tick-${clock.now()}`));
    await settled();
  };
  // Six hours away, an hour at work, six hours away again, and an edit that changes how slots are enumerated.
  await clock.moveTo(START + 6 * HOUR_MS);
  await dispatch(1e9);
  for (let at = START + 6 * HOUR_MS; at < START + 7 * HOUR_MS; at += MINUTE_MS) {
    await clock.moveTo(at);
    await dispatch(1e9);
  }
  await clock.moveTo(START + 13 * HOUR_MS);
  await schedules.update("tens", () => ({ everyS: 3600 }));
  ran.length = 0;

  const span = {
    ...{ schedule: "tens", fromAt: START + 5 * HOUR_MS + 1, toAt: START + 8 * HOUR_MS, withSkipped: false },
  };
  const backfills = createBackfills(plain);
  const wanted: number[] = [];
  for (let slot = START + EVERY_MS; slot <= span.toAt; slot += EVERY_MS)
    // What ran at work was not missed.
    if (slot >= span.fromAt && (slot < START + 6 * HOUR_MS || slot >= START + 7 * HOUR_MS)) wanted.push(slot);
  expect(await backfills.preview(span)).toMatchObject({ count: wanted.length, last: wanted.at(-1) });
  await backfills.start(span, "lin");
  let deaths = 0;
  for (let at = clock.now() + MINUTE_MS; ; at += MINUTE_MS) {
    await clock.moveTo(at);
    const [backfill] = await backfills.list("tens");
    if (backfill?.state !== "running") break;
    await dispatch(8 + Math.floor(random() * 20));
    deaths++;
  }
  expect(deaths).toBeGreaterThan(5);
  const own = ran.filter((slot) => slot < START + 13 * HOUR_MS);
  // A dispatcher that died after the task was there created it again by its key; the ledger has one run for each.
  expect([...new Set(own)].toSorted()).toEqual(wanted);
  const [backfill] = await backfills.list("tens");
  expect(backfill).toMatchObject({ state: "done", total: wanted.length, done: wanted.length, failed: 0 });
  const rows = await plain.slots.list("tens", { to: START + 13 * HOUR_MS }, 1000);
  expect(rows.filter(({ reason }) => reason === "backfill")).toHaveLength(wanted.length);
  const slots = rows
    .filter(({ slotAt }) => slotAt % MINUTE_MS === 0)
    .reduce((sum, { count }) => sum + count, 0);
  expect(slots).toBe(13 * 6);
  expect((await backfills.preview({ ...span, fromAt: START, toAt: START + 13 * HOUR_MS })).count).toBe(
    13 * 6 -
      wanted.length -
      rows.filter(({ status, reason }) => status === "fired" || reason === "dispatcher_away").length,
  );
});

test("an answer that was planned before a change is not written, though its slots share another row by then", async () => {
  const store = { list: async () => [], delete: async () => {} } as never;
  const services = scheduleStage(sqliteD1(), clock, store);
  const jobs = [{ name: "minutely", cron: "* * * * *", timeZone: "UTC", run: async () => {} }];
  const schedules = createSchedules(services, jobs);
  await schedules.pause((await schedules.list())[0]?.name ?? "");
  const pass = async (minutes: number, id: string) => {
    await clock.moveTo(clock.now() + minutes * MINUTE_MS);
    await tick(services, jobs, id);
  };
  await pass(61, "a");
  await schedules.resume("minutely");
  const stale = await services.schedules.state("minutely");
  if (!stale?.tail) throw new Error("no answer so far");
  await schedules.pause("minutely");
  await pass(61, "b");
  const [paused] = await services.slots.list("minutely", {}, 9);
  expect(paused).toMatchObject({ reason: "paused" });
  const slotAt = (stale.tail.toAt ?? 0) + MINUTE_MS;
  expect(paused?.slotAt).toBeLessThan(slotAt);
  const claim = {
    slotAt,
    toAt: null,
    count: 1,
    status: "fired",
    reason: null,
    detail: null,
    timing: null,
  } as const;
  expect(await services.slots.answer(stale, [{ ...claim, claimedBy: "late", startedAt: clock.now() }])).toBe(
    false,
  );
  expect(await services.slots.find("minutely", slotAt)).toBeNull();
});
