import { env } from "cloudflare:workers";
import { drizzle } from "drizzle-orm/d1";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DAY_MS } from "../../../shared/time.ts";
import { type IdentityApi, identityApi, reset } from "../../../tests/edge/api/identity-api.ts";
import { scheduleStage } from "../../../tests/support/schedule-stage.ts";
import { createBulkStore } from "../../bulk/bulk-store.ts";
import { r2Store } from "../../storage/r2-store.ts";
import type { ScheduleServices } from "../schedule-services.ts";
import { cleanUp } from "./clean-up.ts";

let api: IdentityApi;

beforeEach(async () => {
  api = await identityApi();
});
afterEach(reset);

const column = async (query: string) =>
  (await env.DB.prepare(query).all<{ value: string }>()).results.map(({ value }) => value);
const run = (query: string, ...values: unknown[]) =>
  env.DB.prepare(query)
    .bind(...values)
    .run();

test("what is out of use goes, what is not stays", async () => {
  const now = Date.now();
  const userId = await api.addPerson("alice", []);
  const live = await api.tokenOf("alice");
  for (const [id, at] of [
    ["over", now - 1],
    ["open", now + 60_000],
  ] as const) {
    await run("insert into sessions values (?, ?, ?, ?, null, null, 0, 0)", id, id, userId, at);
    await run("insert into verifications values (?, ?, 'x', ?, 0, 0)", id, id, at);
  }
  for (const [subject, lastAt, lockedUntil] of [
    ["old", now - 2 * DAY_MS - 1, 0],
    ["locked", now - 3 * DAY_MS, now + 60_000],
    ["fresh", now - DAY_MS, 0],
  ] as const) {
    await run("insert into sign_in_failures values (?, 3, ?, ?)", subject, lastAt, lockedUntil);
  }
  const long = now - 181 * DAY_MS - 1;
  for (const [id, expiresAt, revokedAt] of [
    ["revoked-long-ago", null, long],
    ["expired-long-ago", long, null],
    ["revoked", null, now - DAY_MS],
    ["expired", now - DAY_MS, null],
  ] as const) {
    await run(
      "insert into api_keys (id, name, user_id, prefix, hash, scopes, expires_at, created_at, revoked_at) values (?, ?, ?, 'jd_', ?, '[]', ?, 0, ?)",
      ...[id, id, userId, id, expiresAt, revokedAt],
    );
  }
  for (const [name, days] of [
    ["fresh", 0],
    ["old", 91],
  ] as const) {
    await run("insert into known_networks values (?, ?, ?)", userId, name, now - days * DAY_MS);
    await run("insert into used_codes values (?, ?, ?)", userId, name, now - days * DAY_MS);
  }
  for (const [actor, at] of [
    ["long ago", long],
    ["lately", now - 179 * DAY_MS],
  ] as const) {
    await run(
      "insert into audit_log (at, actor, ip, user_agent, method, route, path, status, request_id) values (?, ?, '', '', '', '', '', 200, '')",
      at,
      actor,
    );
  }
  const store = r2Store(env.SPOOL);
  const page = (days: number, name: string) =>
    `kept-pages/${new Date(now - days * DAY_MS).toISOString().slice(0, 10)}/boss/${name}`;
  const kept = [page(15, "a.html"), page(15, "a.png"), page(13, "b.html"), "spool/2020-01-01/rows.ndjson"];
  for (const key of kept) await store.put(key, "x");
  const batchesBefore: number[] = [];
  const services: ScheduleServices = {
    ...scheduleStage(drizzle(env.DB), { now: () => now }, store),
    identity: api.identity,
    exports: api.services.exports,
    bulkActions: createBulkStore(drizzle(env.DB)),
    spool: {
      sweep: async () => ({ looked: 0, registered: 0, deleted: 0, damaged: 0 }),
      cleanUp: async (before, dry) => {
        if (!dry) batchesBefore.push(before);
        return 0;
      },
    },
  };
  const schedule =
    "insert into schedules (name, since, created_at, updated_at, deleted_at) values (?, 0, 0, 0, ?)";
  await run(schedule, "weekly", null);
  await run(schedule, "removed", now - 31 * DAY_MS);
  for (const [name, days, finished] of [
    ["weekly", 45, 1],
    ["weekly", 38, null],
    ["removed", 40, 1],
  ] as const)
    await run(
      "insert into schedule_slots (schedule, slot_at, status, claimed_by, started_at, finished_at) values (?, ?, 'fired', 't', 1, ?)",
      ...[name, Math.floor((now - days * DAY_MS) / 60_000) * 60_000, finished],
    );
  // Kept for 90 days after the end; an end that nobody wrote is as old as the action.
  for (const [id, created, ended] of [
    ["ended long ago", 95, 91],
    ["lost", 91, null],
    ["ended lately", 95, 89],
    ["open", 3, null],
  ] as const)
    await run(
      "insert into bulk_actions (id, noun, action, owner_id, created_by, created_at, ended_at) values (?, 'tasks', 'retry', 'x', 'x', ?, ?)",
      ...[id, now - created * DAY_MS, ended === null ? null : now - ended * DAY_MS],
    );
  const dry = Object.fromEntries(
    ((await cleanUp.dryRun?.(services, now)) ?? []).map(({ kind, count }) => [kind, count]),
  );
  expect(dry).toMatchObject({
    ...{ deleted_schedules: 1, slots: 1, failed_pages: 2, audit_lines: 1 },
    ...{ sessions: 1, verifications: 1, sign_in_failures: 1, api_keys: 2, export_files: 0, alerts: 0 },
    ...{ bulk_actions: 2, task_files: 0, company_images: 0 },
  });
  expect(await column("select id as value from bulk_actions")).toHaveLength(4);
  expect(await column("select name as value from schedules where name = 'removed'")).toEqual(["removed"]);
  expect((await env.SPOOL.list()).objects).toHaveLength(kept.length);

  await cleanUp.run(services, { slotAt: now, requestId: "tick-1", logger: services.logger });

  // The newest slot stays, however old it is, or those before it would be due again; its dispatcher died long ago.
  expect(await column("select schedule || ' ' || error as value from schedule_slots")).toEqual([
    "weekly dispatcher died",
  ]);
  expect(await column("select name as value from schedules where name = 'removed'")).toEqual([]);

  expect(await column("select id as value from bulk_actions order by 1")).toEqual(["ended lately", "open"]);
  // Receipts are promised for 14 days.
  expect(batchesBefore).toEqual([now - 14 * DAY_MS]);
  const left = (await env.SPOOL.list()).objects.map(({ key }) => key);
  expect(left).toEqual(kept.slice(2).sort());
  expect(await column("select id as value from sessions where id in ('over', 'open')")).toEqual(["open"]);
  expect(await column("select id as value from verifications")).toEqual(["open"]);
  const subjects = await column("select subject as value from sign_in_failures order by 1");
  expect(subjects).toEqual(expect.arrayContaining(["fresh", "locked"]));
  expect(subjects).not.toContain("old");
  expect(
    await column("select network as value from known_networks where network in ('fresh', 'old')"),
  ).toEqual(["fresh"]);
  expect(await column("select code as value from used_codes")).toEqual(["fresh"]);
  const keys = await column("select name as value from api_keys where name <> 'test' order by 1");
  expect(keys).toEqual(["expired", "revoked"]);
  const actors = await column("select actor as value from audit_log");
  expect(actors).toContain("lately");
  expect(actors).not.toContain("long ago");
  expect((await api.call("GET", "/auth/me", { token: live })).status).toBe(200);
});
