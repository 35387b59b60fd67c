/** Bulk actions through the API, carried out by the consumer over real ledgers of tasks, and keywords in memory. */
import { applyD1Migrations, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { drizzle } from "drizzle-orm/d1";
import { beforeEach, describe, expect, inject, test } from "vitest";
import type { BulkAction, BulkItem } from "../../../shared/contracts/bulk.ts";
import { createLogger } from "../../../shared/log.ts";
import { memoryCompanyLinks } from "../../../tests/edge/api/memory-company-links.ts";
import { SUPERUSER } from "../../../tests/edge/api/memory-identity.ts";
import { memoryJobMatches } from "../../../tests/edge/api/memory-job-matches.ts";
import { quietBulk } from "../../../tests/edge/api/quiet-bulk.ts";
import { quietTasks } from "../../../tests/edge/api/quiet-tasks.ts";
import { type Problems, testApi } from "../../../tests/edge/api/test-api.ts";
import { emptyStorage } from "../../../tests/edge/empty-storage.ts";
import { newTask } from "../../../tests/edge/task-ledger/rig.ts";
import { createBulkStore } from "../../bulk/bulk-store.ts";
import { type BulkRuntime, consumeBulk } from "../../bulk/consume-bulk.ts";
import type { PairRow as CompanyPairRow } from "../../company-links/link-sql.ts";
import type { PairRow } from "../../duplicates/match-queries.ts";

let api: ReturnType<typeof testApi>;
const tasks = quietTasks();
const ALL = { kind: "all" } as const;
const RIGHTS = { ...SUPERUSER, permissions: new Set<string>() };

beforeEach(async () => {
  await emptyStorage();
  await applyD1Migrations(env.DB, inject("d1Migrations"));
  api = testApi();
});

const start = <T = BulkAction>(path: string, json: object) => api.call<T>("POST", `${path}/bulk`, { json });
const show = async (id: string) => (await api.call<BulkAction>("GET", `/bulk-actions/${id}`)).data;
const items = async (id: string) =>
  (await api.call<{ items: BulkItem[] }>("GET", `/bulk-actions/${id}/items?limit=1000`)).data.items;

const runtime = (over: Partial<BulkRuntime> = {}): BulkRuntime => ({
  open: quietBulk,
  nouns: api.services.bulkActions.nouns,
  store: createBulkStore(drizzle(env.DB)),
  rightsOf: async () => RIGHTS,
  clock: { now: () => Date.now(), sleep: async () => {} },
  logger: createLogger({}, { write: () => {} }),
  ...over,
});
const run = (action: string, over: Partial<BulkRuntime> = {}) =>
  consumeBulk(runtime(over), { kind: "bulk", action, cause: "test" }, 60_000);

/** Tasks that wait, of one owner. @returns their ids, newest first */
async function makeTasks(count: number, ownerId = SUPERUSER.userId): Promise<string[]> {
  const made = await tasks("data_sync").create(
    Array.from({ length: count }, () => newTask({ kind: "data.validate" })),
    {
      actor: "suite",
      owner: { ownerId, departmentId: null },
      caller: { reach: ALL, sees_recruiters: false },
    },
  );
  return made
    .map((result) => (result.ok ? result.value.id : ""))
    .sort()
    .reverse();
}
const stateOf = async (id: string) => (await tasks("data_sync").get(id))?.task.state;
/** Entries of a type in the timelines. */
async function entries(ids: string[], type: string): Promise<number> {
  const all = await Promise.all(ids.map((id) => tasks("data_sync").events(id)));
  return all.flat().filter((event) => event.type === type).length;
}

test("tasks: preview counts, a run acts on each, results are listed and downloaded, the audit log has a line", async () => {
  const ids = await makeTasks(130);
  await tasks("data_sync").cancel(ids[0] ?? "", "suite");
  const wanted = { action: "cancel", filter: { kind: "data.validate" } };
  expect(await start("/tasks", { ...wanted, preview: true })).toMatchObject({
    status: 200,
    data: { count: 130, examples: ids.slice(0, 5) },
  });
  expect(await stateOf(ids[1] ?? "")).not.toBe("cancelled");
  const begun = await start("/tasks", wanted);
  expect(begun).toMatchObject({ status: 201, data: { state: "selecting", noun: "tasks", total: 0 } });
  expect(api.auditLines.at(-1)).toMatchObject({
    ...{ action: "bulk-action.create", record: `bulk-action:${begun.data.id}` },
  });
  await run(begun.data.id);
  expect(await show(begun.data.id)).toMatchObject({
    state: "done",
    total: 130,
    done: 129,
    refused: 1,
    left: 0,
  });
  expect(await entries(ids, "cancelled")).toBe(130);
  expect((await items(begun.data.id))[0]).toMatchObject({
    ...{ seq: 1, id: ids[0], outcome: "refused", message: "a task that is cancelled cannot be cancelled" },
  });
  const file = async (query: string) =>
    (await api.send("GET", `/bulk-actions/${begun.data.id}/file?${query}`)).text();
  // `text()` drops the byte order mark.
  const csv = (await file("format=csv")).trim().split("\r\n");
  expect(csv).toHaveLength(131);
  expect(csv[0]).toBe("seq,id,outcome,message");
  const lines = (await file("format=jsonl&outcome=refused")).trim().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ seq: 1, id: ids[0] }]);
  expect(await api.call("GET", "/bulk-actions?noun=tasks")).toMatchObject({
    data: { items: [{ id: begun.data.id, state: "done" }] },
  });
  expect(await api.call("GET", "/bulk-actions?noun=keywords")).toMatchObject({ data: { items: [] } });
});

test("a crash in the middle goes on and doubles nothing", async () => {
  const ids = await makeTasks(120);
  for (const id of ids) await tasks("data_sync").cancel(id, "suite");
  const { id } = (await start("/tasks", { action: "retry", ids })).data;
  // Every other step is carried out and its report lost, as if the consumer had died.
  const { nouns } = api.services.bulkActions;
  let steps = 0;
  const dying: Partial<BulkRuntime> = {
    nouns: {
      ...nouns,
      tasks: {
        ...nouns.tasks,
        async act(...step) {
          const results = await nouns.tasks.act(...step);
          if (steps++ % 2 === 0) throw new Error("it died");
          return results;
        },
      },
    },
  };
  for (let wakes = 0; wakes < 10 && (await show(id)).state !== "done"; wakes++) {
    await run(id, dying);
    await env.BULK_ACTION.getByName(id).next(null, false);
    await skipWait(id);
  }
  expect(steps).toBeGreaterThan(3);
  expect(await show(id)).toMatchObject({ state: "done", total: 120, done: 120, refused: 0 });
  expect(await entries(ids, "recover")).toBe(120);
});

/** Ends the wait after a failed step. */
async function skipWait(id: string): Promise<void> {
  await runInDurableObject(env.BULK_ACTION.getByName(id), (_, { storage }) => {
    storage.sql.exec("UPDATE bulk_action SET wake_at = 0, retry_at = 0");
  });
}

test("an abort leaves the rest untouched", async () => {
  const ids = await makeTasks(120);
  const { id } = (await start("/tasks", { action: "cancel", ids })).data;
  const { nouns } = api.services.bulkActions;
  await run(id, {
    nouns: {
      ...nouns,
      tasks: {
        ...nouns.tasks,
        async act(...step) {
          expect(await api.call("POST", `/bulk-actions/${id}/abort`)).toMatchObject({
            status: 200,
            data: { state: "stopping" },
          });
          return nouns.tasks.act(...step);
        },
      },
    },
  });
  expect(await show(id)).toMatchObject({ state: "aborted", done: 50, left: 70, aborted_by: SUPERUSER.label });
  expect(await entries(ids, "cancelled")).toBe(50);
  expect(await entries(ids.slice(0, 50), "cancelled")).toBe(50);
  expect(await api.call("POST", `/bulk-actions/${id}/abort`)).toMatchObject({ status: 409 });
  expect(api.auditLines.map(({ action }) => action)).toContain("bulk-action.abort");
});

test("tasks: a priority is changed for what has not ended", async () => {
  const [ended = "", open = ""] = await makeTasks(2);
  await tasks("data_sync").cancel(ended, "suite");
  const { id } = (await start("/tasks", { action: "set_priority", priority: 10, ids: [ended, open] })).data;
  await run(id);
  expect((await tasks("data_sync").get(open))?.task.priority).toBe(10);
  expect(await items(id)).toMatchObject([{ outcome: "refused" }, { outcome: "done" }]);
});

test("an action whose request ended before it began says so, and takes no place for ever", async () => {
  const store = createBulkStore(drizzle(env.DB));
  const id = crypto.randomUUID();
  const owner = { ownerId: SUPERUSER.userId, departmentId: null, createdBy: "lin" };
  await store.add({ id, noun: "tasks", action: "cancel", ...owner, createdAt: 0 });
  expect(await show(id)).toMatchObject({ state: "failed", error: "it was not begun; nothing was changed" });
  expect((await store.find(id))?.endedAt).not.toBeNull();
});

test("keywords: selected by a filter over all ledgers, deleted ones apart", async () => {
  const make = (keyword: string, city: string) =>
    api.call<{ keyword: { id: string } }>("POST", "/keywords", { json: { platform: "boss", keyword, city } });
  await make("java", "北京");
  await make("python", "上海");
  const run1 = (await start("/keywords", { action: "pause", filter: { city: "上海" } })).data.id;
  await run(run1);
  expect(await show(run1)).toMatchObject({ state: "done", total: 1, done: 1 });
  const states = api.ledgers.boss.flatMap(({ keywords }) => [...keywords.values()]);
  expect(states.map(({ keyword, state }) => [keyword, state]).sort()).toEqual([
    ["java", "pending"],
    ["python", "paused"],
  ]);
  const removed = (await start("/keywords", { action: "delete", filter: { platform: "boss" } })).data.id;
  await run(removed);
  const restore = { action: "restore", filter: { deleted: true } };
  expect(await start("/keywords", { ...restore, preview: true })).toMatchObject({ data: { count: 2 } });
});

test("dead letters: only those of the filter are given up", async () => {
  const letter = (seq: number, error: string) => ({
    ...{ seq, batch_id: `b${seq}`, upload_id: `u${seq}`, part: 0, sender_batch_id: null, state: "dead" },
    ...{
      spool_key: `spool/${seq}`,
      inserted: 0,
      changed: 0,
      duplicates: 0,
      platform: "boss",
      channel: "web",
    },
    ...{ data_type: "job", source: "edge", request_id: "r", run_id: null, bytes: 1, received: 1, invalid: 0 },
    ...{ problems: [], attempts: 8, error, accepted_at: 1, settled_at: 2 },
  });
  api.deadLetters.push(
    ...[letter(3, "Type mismatch"), letter(2, "too large"), letter(1, "TYPE mismatch")].map(
      (it) => it as never,
    ),
  );
  const { id } = (
    await start("/ingest/dead-letters", { action: "discard", filter: { error: "type MISMATCH" } })
  ).data;
  await run(id);
  expect(await show(id)).toMatchObject({ state: "done", done: 2 });
  expect(api.deadLetters.map(({ seq }) => seq)).toEqual([2]);
});

test("pairs of postings: each is a decision of its own, made once", async () => {
  const row = (n: number, score: number): PairRow => ({
    ...{ a: String(n), b: "99", a_platform: "boss", a_key: `a${n}`, b_platform: "qcwy", b_key: `b${n}` },
    ...{ verdict: "doubtful", is_held: 0, score },
    ...{ company: 1, place: 1, title: 1, salary: 1, requirements: 1, text: 1 },
  });
  const jobMatches = memoryJobMatches(() => 1, {
    pairs: [row(1, 0.95), row(2, 0.9), { ...row(3, 0.9), b_key: "gone" }, row(4, 0.5)],
  });
  api = testApi({ jobMatches });
  const wanted = { action: "same", filter: { min_score: 0.9 }, reason: "同一职位" };
  const { id } = (await start("/job-pairs", wanted)).data;
  await run(id);
  expect(await show(id)).toMatchObject({ state: "done", total: 3, done: 2, refused: 1, reason: "同一职位" });
  const kept = await jobMatches.decisions(10);
  expect(kept.map(({ verdict, pairs }) => [verdict, pairs[0]?.[1]]).sort()).toEqual([
    ["same", "a1"],
    ["same", "a2"],
  ]);
  // The same step once more stores nothing more.
  const { nouns } = api.services.bulkActions;
  const pair = JSON.stringify(["boss", "a1", "qcwy", "b1"]);
  const request = { ...wanted, noun: "job-pairs", priority: null, rate: null } as const;
  await nouns["job-pairs"].act(
    request,
    { actor: "x", label: "lin", reach: ALL, may: () => true },
    [pair],
    id,
  );
  expect(await jobMatches.decisions(10)).toHaveLength(2);
});

test("pairs of companies: each is a decision of its own, made once", async () => {
  const row = (n: number, score: number): CompanyPairRow => ({
    ...{ one: `boss:a${n}`, other: `qcwy:b:${n}`, brand_key: "x", kind: "form", score: Math.fround(score) },
    ...{ also: [], one_name: "甲", other_name: "乙", is_open: 1, found_at: 1 },
  });
  const pairs = [row(1, 0.95), { ...row(2, 0.9), other: "qcwy:gone" }, row(3, 0.9), row(4, 0.5)];
  const companyLinks = memoryCompanyLinks(env.DB, () => 1, { pairs });
  api = testApi({ companyLinks });
  const wanted = { action: "different", filter: { min_score: 0.9 }, reason: "同名不同公司" };
  const { id } = (await start("/company-pairs", wanted)).data;
  await run(id);
  expect(await show(id)).toMatchObject({ state: "done", total: 3, done: 2, refused: 1 });
  const kept = await companyLinks.decisions({}, 10);
  expect(kept.map(({ verdict, one, others, note }) => [verdict, one, others, note]).sort()).toEqual([
    ["different", "boss:a1", ["qcwy:b:1"], "同名不同公司"],
    ["different", "boss:a3", ["qcwy:b:3"], "同名不同公司"],
  ]);
  // The same step once more stores nothing more.
  const { nouns } = api.services.bulkActions;
  const pair = JSON.stringify(["boss", "a1", "qcwy", "b:1"]);
  const request = { ...wanted, noun: "company-pairs", priority: null, rate: null } as const;
  const caller = { actor: "x", label: "lin", reach: ALL, may: () => true };
  await nouns["company-pairs"].act(request, caller, [pair], id);
  expect(await companyLinks.decisions({}, 10)).toHaveLength(2);
});

describe("what is refused", () => {
  test.each([
    ["/tasks", { action: "cancel" }, "ids"],
    ["/tasks", { action: "cancel", filter: {} }, "filter"],
    ["/keywords", { action: "pause", filter: {} }, "filter"],
    ["/ingest/dead-letters", { action: "discard", filter: {} }, "filter"],
    ["/job-pairs", { action: "same", filter: {} }, "filter"],
    ["/company-pairs", { action: "same", filter: {} }, "filter"],
    ["/company-pairs", { action: "branch", filter: { kind: "form" } }, "action"],
    ["/tasks", { action: "cancel", filter: { everything: true } }, "filter.everything"],
    ["/tasks", { action: "cancel", ids: [] }, "ids"],
    ["/tasks", { action: "cancel", ids: ["x"] }, "ids.0"],
    ["/tasks", { action: "drop", filter: { state: "failed" } }, "action"],
    ["/tasks", { action: "set_priority", filter: { state: "failed" } }, "priority"],
    ["/tasks", { action: "retry", priority: 5, filter: { state: "failed" } }, "priority"],
    [
      "/tasks",
      { action: "retry", rate: { first: 0, per_minute: 1 }, filter: { state: "failed" } },
      "rate.first",
    ],
    [
      "/tasks",
      { action: "retry", filter: { state: "failed" }, ids: ["019aab3e-7c00-8f03-9d1c-5a0c4be17f20"] },
      "filter",
    ],
  ])("%s %j", async (path, json, field) => {
    const answer = await start<Problems>(path, json);
    expect(answer.status).toBe(422);
    expect(answer.data.problems.map((problem) => problem.field)).toContain(field);
    expect(await api.call("GET", "/bulk-actions")).toMatchObject({ data: { items: [] } });
  });

  test("whoever may not do it to one record may not do it to many", async () => {
    const permissions = new Set(["POST /api/v1/tasks/bulk", "POST /api/v1/tasks/{id}/recover"]);
    api = testApi({}, { principal: { ...SUPERUSER, superuser: false, permissions } });
    const filter = { kind: "data.validate" };
    expect(await start("/tasks", { action: "retry", filter })).toMatchObject({ status: 201 });
    expect(await start("/tasks", { action: "cancel", filter })).toMatchObject({
      ...{ status: 403, code: "forbidden" },
      message: "a bulk action on tasks needs POST /api/v1/tasks/{id}/cancel (scope tasks:write)",
    });
    expect(await start("/tasks", { action: "cancel", filter, preview: true })).toMatchObject({ status: 403 });
  });

  test("who lost the permission meanwhile, or was disabled, acts no more", async () => {
    const ids = await makeTasks(3);
    for (const rightsOf of [async () => null, async () => ({ ...RIGHTS, superuser: false })]) {
      const { id } = (await start("/tasks", { action: "cancel", ids })).data;
      await run(id, { rightsOf });
      expect(await show(id)).toMatchObject({ state: "failed", done: 0, left: 3 });
    }
    expect(await entries(ids, "cancelled")).toBe(0);
  });

  test("who loses the permission while the action runs acts on for seconds only", async () => {
    const ids = await makeTasks(60);
    const { id } = (await start("/tasks", { action: "cancel", ids })).data;
    let [now, reads] = [Date.now(), 0];
    // Each look at the clock is 6 s later; the rights are gone after the first step.
    const clock = { now: () => (now += 6000), sleep: async () => {} };
    await run(id, { clock, rightsOf: async () => (reads++ === 0 ? RIGHTS : null) });
    expect(await show(id)).toMatchObject({ state: "failed", done: 50, left: 10, unknown: 0 });
    expect(reads).toBe(2);
  });

  test("a kind that its creator may not create is not brought back by a bulk action", async () => {
    const made = await api.call<{ task: { id: string } }>("POST", "/tasks", {
      json: { kind: "keywords.crawl", input: { platform: "boss" } },
    });
    const crawl = made.data.task.id;
    const [check = ""] = await makeTasks(1);
    const ids = [crawl, check];
    for (const id of ids) await api.call("POST", `/tasks/${id}/cancel`);
    const { id } = (await start("/tasks", { action: "restart", ids })).data;
    const permissions = new Set(["POST /api/v1/tasks/{id}/recover"]);
    await run(id, { rightsOf: async () => ({ ...RIGHTS, superuser: false, permissions }) });
    expect(await items(id)).toMatchObject([
      { id: crawl, outcome: "refused", message: "a task of keywords.crawl needs more permissions" },
      { id: check, outcome: "done" },
    ]);
  });

  test("an action that a key began does no more than the key's scopes allow, whatever its person may", async () => {
    const made = await api.call<{ task: { id: string } }>("POST", "/tasks", {
      json: { kind: "keywords.crawl", input: { platform: "boss" } },
    });
    const crawl = made.data.task.id;
    await api.call("POST", `/tasks/${crawl}/cancel`);
    api = testApi(
      {},
      { principal: { ...SUPERUSER, scopes: new Set(["read", "tasks:read", "tasks:write"]) } },
    );
    const { id } = (await start("/tasks", { action: "restart", ids: [crawl] })).data;
    await run(id, { nouns: api.services.bulkActions.nouns });
    api = testApi();
    expect(await items(id)).toMatchObject([
      { id: crawl, outcome: "refused", message: "a task of keywords.crawl needs more permissions" },
    ]);
  });

  test("records out of reach are not selected, and are refused by name as if they were not there", async () => {
    const [foreign = ""] = await makeTasks(1, "someone");
    const reach = { kind: "own", userId: SUPERUSER.userId } as const;
    const rightsOf = async () => ({ ...RIGHTS, reach });
    api = testApi({}, { principal: { ...SUPERUSER, reach } });
    const filter = { kind: "data.validate" };
    expect(await start("/tasks", { action: "cancel", filter, preview: true })).toMatchObject({
      data: { count: 0 },
    });
    const { id } = (await start("/tasks", { action: "cancel", ids: [foreign] })).data;
    await run(id, { rightsOf });
    expect(await items(id)).toMatchObject([{ outcome: "refused", message: `no task ${foreign}` }]);
    expect(await stateOf(foreign)).not.toBe("cancelled");
  });

  test("results are seen by those who may read the noun, within their reach", async () => {
    const { id } = (await start("/tasks", { action: "cancel", ids: await makeTasks(1) })).data;
    const seenBy = (over: Partial<typeof SUPERUSER>) => {
      api = testApi({}, { principal: { ...SUPERUSER, superuser: false, ...over } });
      return Promise.all([api.call("GET", `/bulk-actions/${id}`), api.call("GET", "/bulk-actions")]);
    };
    const routes = ["GET /api/v1/bulk-actions", "GET /api/v1/bulk-actions/{id}"];
    const [one, list] = await seenBy({ permissions: new Set([...routes, "GET /api/v1/keywords"]) });
    expect(one).toMatchObject({ status: 403 });
    expect(list).toMatchObject({ status: 200, data: { items: [] } });
    const permissions = new Set([...routes, "GET /api/v1/tasks"]);
    const [own, owned] = await seenBy({ permissions });
    expect([own.status, owned.data]).toMatchObject([200, { items: [{ id }] }]);
    const [foreign, none] = await seenBy({ permissions, reach: { kind: "own", userId: "someone" } });
    expect([foreign.status, none.data]).toMatchObject([404, { items: [] }]);
  });
});
