import { applyD1Migrations, env } from "cloudflare:test";
import { afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { MINUTE_MS } from "../../../shared/time.ts";
import { SUPERUSER } from "../../../tests/edge/api/memory-identity.ts";
import { NOW, testApi } from "../../../tests/edge/api/test-api.ts";

interface Schedule {
  name: string;
  next: number[];
}
interface Problems {
  problems: { field: string; reason: string; code: string }[];
}
interface Page {
  items: { slot_at: number; status: string }[];
  next_cursor: string | null;
}

let { call, auditLines } = testApi();
beforeAll(() => applyD1Migrations(env.DB, inject("d1Migrations")));
afterEach(async () => {
  await env.DB.exec("DELETE FROM schedule_backfills; DELETE FROM schedule_slots; DELETE FROM schedules;");
  ({ call, auditLines } = testApi());
});

/** May make schedules, but no tasks. */
const SCHEDULER = { ...SUPERUSER, superuser: false, permissions: new Set(["POST /api/v1/schedules"]) };
const TASK = { kind: "keywords.crawl", input: { platform: "boss" } };
const create = (over: object = {}) =>
  call<Schedule & Problems>("POST", "/schedules", {
    json: { name: "mornings", cron: "0 7 * * MON-FRI", task: TASK, ...over },
  });
const START_OF_MINUTE = Math.floor(NOW / MINUTE_MS) * MINUTE_MS;

describe("a schedule", () => {
  test("is created, listed with its next five slots, changed, paused, resumed, removed and brought back", async () => {
    expect(await create({ title: "Before work" })).toMatchObject({
      status: 201,
      data: {
        ...{
          name: "mornings",
          title: "Before work",
          kind: "cron",
          time_zone: "Asia/Shanghai",
          catch_up: "once",
        },
        ...{
          target: "task",
          task: TASK,
          default: null,
          enabled: true,
          last_slot: null,
          created_by: "tester",
        },
      },
    });
    const { data } = await call<{ items: Schedule[] }>("GET", "/schedules");
    expect(data.items.map(({ name }) => name)).toEqual(["clean-up", "mornings"]);
    expect(data.items[1]?.next).toHaveLength(5);
    const changed = await call("PATCH", "/schedules/mornings", {
      json: { kind: "interval", every_s: 3600, catch_up: "all", catch_up_max: 3, max_lateness_s: 10_800 },
    });
    expect(changed).toMatchObject({
      status: 200,
      data: { cron: null, every_s: 3600, start_at: START_OF_MINUTE },
    });
    expect(await call("POST", "/schedules/mornings/pause")).toMatchObject({
      status: 200,
      data: { next: [] },
    });
    expect(await call("POST", "/schedules/mornings/pause")).toMatchObject({
      status: 409,
      code: "invalid_state",
    });
    expect((await call("POST", "/schedules/mornings/resume")).data).toMatchObject({ paused_at: null });
    expect(await call("DELETE", "/schedules/mornings")).toMatchObject({
      status: 200,
      data: { restore: { method: "POST", path: "/api/v1/schedules/mornings/restore" } },
    });
    expect((await call("POST", "/schedules/mornings/run")).status).toBe(409);
    expect((await create()).data.problems).toMatchObject([{ field: "name", code: "taken_or_deleted" }]);
    expect((await call("POST", "/schedules/mornings/restore")).data).toMatchObject({ deleted_at: null });
    expect(auditLines.map(({ action }) => action)).toEqual(
      expect.arrayContaining(
        ["create", "update", "pause", "resume", "delete", "restore"].map((verb) => `schedule.${verb}`),
      ),
    );
  });

  test.each<[object, string, string]>([
    [{ cron: "61 * * * *" }, "cron.minute", "cron_out_of_range"],
    [{ cron: "0 24 * * *" }, "cron.hour", "cron_out_of_range"],
    [{ cron: "0 0 30 2 *" }, "cron.day_of_month", "cron_no_day"],
    [{ cron: "0 0 1 FOO *" }, "cron.month", "cron_entry"],
    [{ cron: "0 0 * * 5-1" }, "cron.day_of_week", "cron_backwards"],
    [{ cron: "* * * *" }, "cron", "cron_fields"],
    [{ cron: "* * * * * *" }, "cron", "cron_fields"],
    [{ cron: "@daily" }, "cron", "cron_fields"],
    [{ cron: undefined }, "cron", "missing"],
    [{ cron: `${"1,".repeat(300)}1 * * * *` }, "cron", "too_long"],
    [{ time_zone: "Mars/Olympus" }, "time_zone", "not_time_zone"],
    [{ time_zone: "+08:00" }, "time_zone", "not_time_zone"],
    [{ kind: "interval" }, "every_s", "missing"],
    [{ kind: "interval", every_s: 30 }, "every_s", "too_small"],
    [{ kind: "interval", every_s: 90 }, "every_s", "not_whole_minutes"],
    [{ kind: "once" }, "start_at", "missing"],
    [{ kind: "once", start_at: START_OF_MINUTE }, "start_at", "not_in_future"],
    [{ kind: "once", start_at: START_OF_MINUTE + 400 * 86_400_000 }, "start_at", "too_far_ahead"],
    [{ name: "Up" }, "name", "not_schedule_name"],
    [{ name: "preview" }, "name", "not_schedule_name"],
    [{ name: "clean-up" }, "name", "taken_or_deleted"],
    [{ catch_up: "skip", max_lateness_s: 600 }, "max_lateness_s", "no_effect_with"],
    [{ catch_up_max: 5 }, "catch_up_max", "no_effect_with"],
    [{ max_lateness_s: 60 }, "max_lateness_s", "lateness_below_tick"],
    [{ catch_up: "all" }, "catch_up_max", "needs_catch_up_max"],
    [{ cron: "* * * * *", catch_up: "all", catch_up_max: 5 }, "max_lateness_s", "lateness_too_short"],
    [
      { cron: "* * * * *", catch_up: "all", catch_up_max: 5, max_lateness_s: 240 },
      "max_lateness_s",
      "lateness_too_short",
    ],
    [
      { kind: "once", start_at: START_OF_MINUTE + 600_000, catch_up: "all", catch_up_max: 2 },
      "catch_up",
      "one_slot_only",
    ],
    [{ task: { ...TASK, input: { a: "x".repeat(40_000) } } }, "task.input", "too_many_bytes"],
    [{ task: { ...TASK, kind: "rows.dream" } }, "task.kind", "not_one_of"],
    [{ task: { ...TASK, input: { platform: "monster" } } }, "task.input.platform", "not_one_of"],
  ])("with %j is refused with field and reason", async (over, field, code) => {
    await call("GET", "/schedules");
    const answer = await create(over);
    expect([409, 422]).toContain(answer.status);
    expect(answer.data.problems).toContainEqual(expect.objectContaining({ field, code }));
  });

  test("is previewed without being saved", async () => {
    const ok = await call<{ next: number[] }>("GET", "/schedules/preview?cron=*/15+*+*+*+*&time_zone=UTC");
    expect(ok.data).toMatchObject({ shortest_period_s: 900 });
    expect(ok.data.next).toHaveLength(5);
    const interval = await call<{ next: number[] }>("GET", "/schedules/preview?kind=interval&every_s=600");
    expect(interval.data.next[0]).toBe(START_OF_MINUTE + 600_000);
    const bad = await call<Problems>("GET", "/schedules/preview?cron=*/15+25+*+*+*");
    expect(bad).toMatchObject({ status: 422, data: { problems: [{ field: "cron.hour" }] } });
    expect((await call("GET", "/schedules/preview?every_s=abc&kind=interval")).status).toBe(422);
  });

  test("of the platform is edited, set back, and never removed", async () => {
    expect((await call("PATCH", "/schedules/clean-up", { json: { cron: "15 1 * * *" } })).data).toMatchObject(
      {
        ...{ cron: "15 1 * * *", edited: true, default: { cron: "5 0 * * *", time_zone: "Asia/Shanghai" } },
      },
    );
    expect((await call("PATCH", "/schedules/clean-up", { json: { task: TASK } })).status).toBe(422);
    expect((await call("DELETE", "/schedules/clean-up")).status).toBe(409);
    expect((await call("POST", "/schedules/clean-up/reset")).data).toMatchObject({
      ...{ cron: "5 0 * * *", edited: false },
    });
  });

  test("that is unknown is 404", async () => {
    for (const path of ["/slots", "", "/backfills", "/backfills/preview?from=0&to=1"])
      expect((await call("GET", `/schedules/nope${path}`)).status).toBe(404);
    for (const verb of ["run", "pause", "resume", "restore", "reset"])
      expect((await call("POST", `/schedules/nope/${verb}`)).status).toBe(404);
  });
});

test("running one now answers its slot, claimed under the request's id; slots page and are filtered", async () => {
  await create();
  for (const id of ["one", "two", "three"]) {
    const ran = await call("POST", "/schedules/mornings/run", { headers: { "x-request-id": id } });
    expect(ran).toMatchObject({
      status: 200,
      data: {
        claimed_by: id,
        status: "fired",
        trigger: "manual",
        task_id: expect.stringContaining("mornings"),
      },
    });
  }
  const first = await call<Page>("GET", "/schedules/mornings/slots?limit=2");
  expect(first.data.items.map(({ status }) => status)).toEqual(["fired", "fired"]);
  const rest = await call<Page>("GET", `/schedules/mornings/slots?limit=2&cursor=${first.data.next_cursor}`);
  expect(rest.data).toMatchObject({ items: [{ claimed_by: "one" }], next_cursor: null });
  expect((await call<Page>("GET", "/schedules/mornings/slots?status=missed")).data.items).toEqual([]);
  expect((await call("GET", "/schedules/mornings/slots?reason=bored")).status).toBe(422);
});

test("a strip counts each slot in its span, those of a shared row too; a backfill takes exactly the missed ones", async () => {
  await create({ cron: "*/30 * * * *" });
  const at = Math.floor(NOW / 3_600_000) * 3_600_000 - 4 * 3_600_000;
  const timing = JSON.stringify({ kind: "cron", cron: "*/30 * * * *", time_zone: "Asia/Shanghai" });
  await env.DB.prepare(
    `insert into schedule_slots (schedule, slot_at, to_at, count, status, reason, timing, claimed_by) values
      ('mornings', ?1, ?2, 4, 'missed', 'catch_up_over', ?3, 'x'),
      ('mornings', ?2 + 1800000, null, 1, 'skipped', 'paused', ?3, 'x')`,
  )
    .bind(at, at + 3 * 1_800_000, timing)
    .run();
  const strips = await call<{ schedules: { name: string; spans: object[] }[] }>("GET", "/schedules/strips");
  expect(strips.data.schedules).toMatchObject([
    {
      name: "mornings",
      spans: [
        { at, missed: 2, skipped: 0 },
        { at: at + 3_600_000, missed: 2, skipped: 0 },
        { at: at + 2 * 3_600_000, missed: 0, skipped: 1 },
      ],
    },
  ]);
  const span = `from=${at + 1_800_000}&to=${at + 3_600_000}`;
  expect((await call("GET", `/schedules/mornings/backfills/preview?${span}`)).data).toEqual({
    ...{ count: 2, sample: [at + 1_800_000, at + 3_600_000], last: at + 3_600_000 },
  });
  const all = `from=${at}&to=${NOW}`;
  expect(
    (await call("GET", `/schedules/mornings/backfills/preview?${all}&with_skipped=true`)).data,
  ).toMatchObject({
    count: 5,
  });
  const json = { from: at + 1_800_000, to: at + 3_600_000 };
  const begun = await call<{ id: string }>("POST", "/schedules/mornings/backfills", { json });
  expect(begun).toMatchObject({ status: 201, data: { state: "running", total: 2 } });
  expect((await call("POST", "/schedules/mornings/backfills", { json })).status).toBe(409);
  const cancel = `/schedules/mornings/backfills/${begun.data.id}/cancel`;
  expect((await call("POST", cancel)).data).toMatchObject({ state: "cancelled", done: 0 });
  expect((await call("POST", cancel)).status).toBe(409);
  const backwards = await call<Problems>("POST", "/schedules/mornings/backfills", {
    json: { from: 2, to: 1 },
  });
  expect(backwards.data.problems).toMatchObject([{ field: "to", code: "is_before" }]);
});

test("who may not create tasks makes no schedule that does", async () => {
  const api = testApi({}, { principal: SCHEDULER });
  const answer = await api.call("POST", "/schedules", {
    json: { name: "sneaky", cron: "* * * * *", task: TASK },
  });
  expect(answer).toMatchObject({ status: 403, code: "forbidden" });
});
