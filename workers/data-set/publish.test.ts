/** Snapshots over the real bucket, database and lock. */
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DATA_SET_FILES, KEPT_SNAPSHOTS } from "../../shared/contracts/data-set.ts";
import { sha256Hex } from "../../shared/domain/sha256.ts";
import { DAY_MS } from "../../shared/time.ts";
import { type IdentityApi, identityApi, reset } from "../../tests/edge/api/identity-api.ts";
import type { SourceRow } from "../../tests/edge/exports/memory-source.ts";

let api: IdentityApi;
beforeEach(async () => {
  api = await identityApi();
  api.exportSource.rowsOf.jobs = ["a", "b", "c"].map(job);
});
afterEach(reset);

const job = (job_key: string, at: number): SourceRow => ({
  ...{
    platform: "boss",
    job_key,
    first_seen: at,
    collected_at: Date.UTC(2026, 10, 22),
    last_seen_day: "2026-11-22",
  },
  ...{
    title: `会计 电话1381234567${at}`,
    company_name: "甲公司 联系人：钱某某",
    city: "上海",
    description: "微信abc_12345",
  },
  ...{ skills: ["Excel", "hr.li@recruit.cn"], welfare: [], monthly_min: 8000 },
});
const PERSONAL = /1381234567|钱某某|abc_12345|recruit\.cn/;

/** Takes steps as the queue's consumer does, until none is left. */
async function publish(): Promise<string> {
  const day = await api.services.dataSet.start("test");
  if (day === null) throw new Error("there is one of today");
  for (let at = 0; at < 8; at++) await api.services.dataSet.run();
  return day;
}
const text = async (day: string, file: string) =>
  (await env.SPOOL.get(`data-set/${day}/${file}`).then((object) => object?.text())) ?? null;
const find = async (day: string) => {
  const snapshot = await api.services.dataSet.find(day);
  if (!snapshot) throw new Error("no such snapshot");
  return snapshot;
};

test("a snapshot has its table, its postings, and a package that describes them; contacts are in none of it", async () => {
  // A posting without a company is no JobPosting.
  api.exportSource.rowsOf.jobs.push({ ...job("d", 9), company_name: null });
  const day = await publish();
  const snapshot = await find(day);
  expect(snapshot).toMatchObject({ state: "done", rows: 4, previousDay: null, error: null, stage: null });
  expect(snapshot.files.map(({ name, rows }) => [name, rows])).toEqual([
    ["jobs.parquet", 4],
    ["job-postings.jsonl", 3],
    ["datapackage.json", null],
  ]);
  for (const { name, sha256, bytes } of snapshot.files) {
    const content = (await text(day, name)) ?? "";
    expect(content, name).not.toMatch(PERSONAL);
    expect(bytes, name).toBe((await env.SPOOL.head(`data-set/${day}/${name}`))?.size);
    if (name !== "jobs.parquet") expect(sha256, name).toBe(sha256Hex(content));
  }
  expect(await text(day, "jobs.parquet")).toContain("会计");
  const postings = ((await text(day, "job-postings.jsonl")) ?? "")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(postings.map((posting) => posting.identifier.value)).toEqual(["a", "b", "c"]);
  expect(postings[0]).toMatchObject({ "@type": "JobPosting", title: expect.stringContaining("会计") });
  const described = JSON.parse((await text(day, "datapackage.json")) ?? "");
  expect(described).toMatchObject({ name: `jobdata-${day}`, "jobdata:rows": 4, "jobdata:previous": null });
  expect(described.resources.map(({ hash }: { hash: string }) => hash)).toEqual(
    snapshot.files.slice(0, 2).map(({ sha256 }) => `sha256:${sha256}`),
  );
  expect(api.exportSource.copies.size).toBe(0);
});

test("the next snapshot says what was added, changed and gone", async () => {
  const first = await publish();
  api.pass(7 * DAY_MS);
  const [a, b] = api.exportSource.rowsOf.jobs as [SourceRow, SourceRow];
  api.exportSource.rowsOf.jobs = [
    // It was only looked at again.
    { ...a, last_seen_day: "2026-11-29", collected_at: Date.UTC(2026, 10, 29) },
    { ...b, monthly_min: 9000 },
    job("e", 7),
  ];
  const second = await publish();
  expect(await find(second)).toMatchObject({ rows: 3, previousDay: first, added: 1, changed: 1, gone: 1 });
  const lines = ((await text(second, "changes.jsonl")) ?? "")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines).toEqual([
    { platform: "boss", job_key: "b", change: "changed" },
    { platform: "boss", job_key: "c", change: "gone" },
    { platform: "boss", job_key: "e", change: "added" },
  ]);
});

test("a step that fails is taken again, and what it left behind is replaced", async () => {
  let broken = false;
  api.exportSource.beforeBlock = () => {
    if (broken) return;
    broken = true;
    throw new Error("the network broke");
  };
  const day = await api.services.dataSet.start("test");
  await api.services.dataSet.run();
  expect(await find(day ?? "")).toMatchObject({
    state: "running",
    step: "stage",
    attempts: 1,
    error: "the network broke",
  });
  // The job of every five minutes wakes it.
  api.exportWakes.length = 0;
  expect(await api.services.dataSet.resume()).toBe(true);
  expect(api.exportWakes).toEqual(["data-set"]);
  for (let at = 0; at < 6; at++) await api.services.dataSet.run();
  expect(await find(day ?? "")).toMatchObject({ state: "done", rows: 3, error: null });
  expect(api.exportSource.copies.size).toBe(0);
});

test("a step that always fails ends the snapshot", async () => {
  api.exportSource.stage = async () => {
    throw new Error("no answer");
  };
  const day = (await api.services.dataSet.start("test")) ?? "";
  for (let at = 0; at < 10; at++) await api.services.dataSet.run();
  expect(await find(day)).toMatchObject({ state: "failed", error: "no answer" });
  expect(await api.services.dataSet.resume()).toBe(false);
});

test("files of old snapshots go, the newest stay", async () => {
  const days: string[] = [];
  for (let week = 0; week <= KEPT_SNAPSHOTS; week++) {
    days.push(await publish());
    api.pass(7 * DAY_MS);
  }
  const [oldest = "", next = ""] = days;
  expect((await find(oldest)).state).toBe("expired");
  for (const file of Object.keys(DATA_SET_FILES)) expect(await text(oldest, file)).toBeNull();
  expect((await find(next)).state).toBe("done");
  expect(await text(next, "datapackage.json")).not.toBeNull();
});

test("the API lists snapshots, sends their files, and begins one a day", async () => {
  const day = await publish();
  const listed = await api.call<{ items: { day: string; files: { name: string }[] }[] }>(
    "GET",
    "/data-set/snapshots",
  );
  expect(listed.data.items).toMatchObject([{ day, state: "done", rows: 3, added: 0 }]);
  const headers = { authorization: `Bearer ${api.key}` };
  const response = await api.app.request(
    `/api/v1/data-set/snapshots/${day}/datapackage.json`,
    { headers },
    env,
  );
  expect(response.headers.get("content-disposition")).toBe('attachment; filename="datapackage.json"');
  expect(await response.json()).toMatchObject({ name: `jobdata-${day}` });
  expect((await api.call("GET", `/data-set/snapshots/${day}/changes.jsonl`)).status).toBe(404);
  expect((await api.call("GET", `/data-set/snapshots/${day}/..%2F..%2Fspool`)).status).toBe(422);
  expect((await api.call("GET", "/data-set/snapshots/2020-01-01/jobs.parquet")).status).toBe(404);
  expect((await api.call("POST", "/data-set/snapshots")).status).toBe(409);
  api.pass(DAY_MS);
  expect((await api.call("POST", "/data-set/snapshots")).status).toBe(201);
});
