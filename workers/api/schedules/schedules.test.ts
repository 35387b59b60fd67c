import { expect, test } from "vitest";
import { NOW, testApi } from "../../../tests/edge/api/test-api.ts";
import type { ScheduleSlotInfo, Schedules } from "../../schedule/schedules.ts";

const slot = (slotAt: number, over: Partial<ScheduleSlotInfo> = {}): ScheduleSlotInfo => ({
  slotAt,
  status: "fired",
  reason: null,
  claimedBy: "tick-1",
  startedAt: slotAt + 1,
  finishedAt: slotAt + 2,
  error: null,
  ...over,
});

const slots = [
  slot(NOW),
  slot(NOW - 1, { status: "skipped", reason: "the run before is still going" }),
  slot(NOW - 2),
];
const runs: [string, string][] = [];
const schedules: Schedules = {
  list: async () => [
    {
      name: "dispatch",
      cron: "* * * * *",
      timeZone: "Asia/Shanghai",
      enabled: true,
      nextAt: NOW,
      lastSlot: slot(NOW),
    },
    { name: "sweep", cron: "0 * * * *", timeZone: "UTC", enabled: false, nextAt: null, lastSlot: null },
  ],
  slots: async (name, limit, before = Number.POSITIVE_INFINITY) =>
    name === "dispatch" ? slots.filter(({ slotAt }) => slotAt < before).slice(0, limit) : null,
  run: async (name, requestId) => {
    runs.push([name, requestId]);
    return name === "dispatch" ? slot(NOW, { claimedBy: requestId }) : null;
  },
};
const { call } = testApi({ schedules });

interface Page {
  items: { slot_at: number }[];
  next_cursor: string | null;
}

test("lists what runs by the clock", async () => {
  const { data } = await call<{ items: unknown[] }>("GET", "/schedules");
  expect(data.items).toMatchObject([
    {
      name: "dispatch",
      time_zone: "Asia/Shanghai",
      enabled: true,
      next_at: NOW,
      last_slot: { slot_at: NOW },
    },
    { name: "sweep", enabled: false, next_at: null, last_slot: null },
  ]);
});

test("slots page, newest first, and tell why", async () => {
  const first = await call<Page>("GET", "/schedules/dispatch/slots?limit=2");
  expect(first.data.items).toEqual([
    {
      slot_at: NOW,
      status: "fired",
      reason: null,
      claimed_by: "tick-1",
      started_at: NOW + 1,
      finished_at: NOW + 2,
      error: null,
    },
    expect.objectContaining({ status: "skipped", reason: "the run before is still going" }),
  ]);
  const rest = await call<Page>("GET", `/schedules/dispatch/slots?limit=2&cursor=${first.data.next_cursor}`);
  expect(rest.data).toMatchObject({ items: [{ slot_at: NOW - 2 }], next_cursor: null });
});

test("running one now answers its slot, claimed under the request's id", async () => {
  const answer = await call("POST", "/schedules/dispatch/run", { headers: { "x-request-id": "by-hand" } });
  expect(answer).toMatchObject({ status: 200, data: { claimed_by: "by-hand", status: "fired" } });
  expect(runs).toEqual([["dispatch", "by-hand"]]);
});

test("an unknown schedule is 404", async () => {
  expect((await call("GET", "/schedules/nope/slots")).status).toBe(404);
  expect((await call("POST", "/schedules/nope/run")).status).toBe(404);
});
