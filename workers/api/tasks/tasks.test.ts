/** The routes of tasks over the real ledgers: what a caller sends, sees, and may do. */
import { beforeEach, describe, expect, test } from "vitest";
import type { Task, TaskBatch, TaskCheckpoint } from "../../../shared/contracts/task.ts";
import { makeTaskId } from "../../../shared/domain/task-id.ts";
import { SUPERUSER } from "../../../tests/edge/api/memory-identity.ts";
import { type Problems, testApi } from "../../../tests/edge/api/test-api.ts";
import { emptyStorage } from "../../../tests/edge/empty-storage.ts";

let api: ReturnType<typeof testApi>;
beforeEach(async () => {
  await emptyStorage();
  api = testApi();
});

const VALID = { kind: "data.validate", input: { from: "2026-11-01", to: "2026-11-07" } };
const post = <T>(path: string, json?: unknown) =>
  api.call<T>("POST", path, json === undefined ? {} : { json });
const make = async (over: object = {}): Promise<Task> =>
  (await post<{ task: Task }>("/tasks", { ...VALID, ...over })).data.task;

describe("creating", () => {
  test("answers the task, and the same one for a key that is there", async () => {
    const first = await post<{ task: Task; created: boolean }>("/tasks", {
      ...VALID,
      key: "w45",
      priority: 8,
    });
    expect(first).toMatchObject({
      status: 201,
      data: { created: true, task: { queue: "data_sync", priority: 8, state: "queued" } },
    });
    const again = await post<{ task: Task; created: boolean }>("/tasks", { ...VALID, key: "w45" });
    expect(again).toMatchObject({ status: 200, data: { created: false, task: { id: first.data.task.id } } });
  });

  test("a key that a task out of reach has shows nothing of that task", async () => {
    await make({ key: "w45" });
    const reach = { kind: "own", userId: "someone" } as const;
    api = testApi({}, { principal: { ...SUPERUSER, userId: "someone", reach } });
    const { status, data } = await post<Problems>("/tasks", { ...VALID, key: "w45" });
    expect([status, data]).toMatchObject([
      422,
      { problems: [{ field: "key", reason: "is taken by another task" }] },
    ]);
    expect(data).not.toHaveProperty("task");
    const batch = { name: "x", kind: VALID.kind, items: [{ input: VALID.input, key: "schedule:nightly:1" }] };
    const refused = await post<Problems>("/task-batches", batch);
    expect(refused.data.problems.map((problem) => problem.field)).toEqual(["items.0.key"]);
  });

  test.each([
    [{ kind: "no.such" }, "kind"],
    [{ key: "schedule:nightly:1764374400000" }, "key"],
    [{ input: { from: "yesterday", to: "2026-11-07" } }, "input.from"],
    [{ input: { from: "2026-11-07", to: "2026-11-01" } }, "input.to"],
    [{ input: { from: "2026-11-01", to: "2026-11-07", drop: "table" } }, "input.drop"],
    [{ priority: 7 }, "priority"],
    [{ run_at: Date.UTC(2100, 0, 1) }, "run_at"],
    [{ run_at: -1 }, "run_at"],
    [{ timeout_s: 0 }, "timeout_s"],
    [{ max_attempts: 1000 }, "max_attempts"],
    [{ key: "a\nb" }, "key"],
    [{ key: "x".repeat(201) }, "key"],
    [{ depends_on: ["1"] }, "depends_on.0"],
    [{ depends_on: ["019aab3e-7c00-8f03-9d1c-5a0c4be17f20"] }, "depends_on"],
    [{ depends_on: ["019aab3e-7c00-8f00-9d1c-5a0c4be17f20"] }, "depends_on"],
    [{ owner: "someone" }, "owner"],
  ])("refuses %j", async (over, field) => {
    const answer = await post<Problems>("/tasks", { ...VALID, ...over });
    expect(answer.status).toBe(422);
    expect(answer.data.problems.map((problem) => problem.field)).toContain(field);
  });

  test("a task may wait for one of another queue, within the reach of its creator", async () => {
    const crawl = await make({ kind: "keywords.crawl", input: { platform: "boss" } });
    const waiting = await make({ depends_on: [crawl.id] });
    expect(waiting).toMatchObject({ queue: "data_sync", state: "blocked", depends_on: [crawl.id] });
    expect((await api.call("GET", `/tasks/${waiting.id}/why`)).data).toMatchObject({
      blocker: "dependency",
      waits_for: [crawl.id],
    });
    const reach = { kind: "own", userId: "someone" } as const;
    api = testApi({}, { principal: { ...SUPERUSER, userId: "someone", reach } });
    const absent = crawl.id.replace(/^./, "f");
    for (const id of [crawl.id, waiting.id, absent]) {
      const reason = `no task ${id} to wait for`;
      const alone = await post<Problems>("/tasks", { ...VALID, depends_on: [id] });
      expect([alone.status, alone.data.problems]).toMatchObject([422, [{ field: "depends_on", reason }]]);
      const items = [{ input: VALID.input }, { input: VALID.input, depends_on: [id] }];
      const batch = await post<Problems>("/task-batches", { name: "x", kind: VALID.kind, items });
      expect([batch.status, batch.data.problems]).toMatchObject([
        422,
        [
          { field: "items.1.depends_on", reason },
          { field: "items", code: "others_created" },
        ],
      ]);
    }
  });

  test("a kind is no way around a permission", async () => {
    const limited = { ...SUPERUSER, superuser: false, permissions: new Set(["POST /api/v1/tasks"]) };
    api = testApi({}, { principal: limited });
    expect((await post("/tasks", VALID)).status).toBe(201);
    const crawl = { kind: "keywords.crawl", input: { platform: "boss" } };
    expect(await post("/tasks", crawl)).toMatchObject({ status: 403, code: "forbidden" });
    expect(
      (await post("/tasks", { kind: "rows.export", input: { subject: "jobs", format: "csv" } })).status,
    ).toBe(403);
  });

  test("nor is bringing a task back: it can be skipped, but not run again", async () => {
    const { id } = await make({ kind: "keywords.crawl", input: { platform: "boss" } });
    await post(`/tasks/${id}/cancel`);
    const permissions = new Set(["POST /api/v1/tasks/{id}/recover", "POST /api/v1/tasks/recover"]);
    api = testApi({}, { principal: { ...SUPERUSER, superuser: false, permissions } });
    expect((await post(`/tasks/${id}/recover`, { strategy: "RESTART" })).status).toBe(403);
    const many = await post<{ items: object[] }>("/tasks/recover", { ids: [id], strategy: "auto" });
    expect(many.data.items).toMatchObject([{ id, ok: false }]);
    expect((await post(`/tasks/${id}/recover`, { strategy: "SKIP" })).status).toBe(200);
  });

  test("every kind names permissions that there are", () => {
    const routes = new Set(
      api.app.routes.map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`),
    );
    const needs = api.services.tasks.kinds.flatMap((kind) => kind.needs.map(({ route }) => route));
    expect(needs.filter((route) => !routes.has(route))).toEqual([]);
  });
});

describe("looking", () => {
  test("lists of all queues page by page, by state and kind", async () => {
    for (let n = 0; n < 3; n++) await make();
    const { id } = await make({ kind: "keywords.crawl", input: { platform: "boss" } });
    await post(`/tasks/${id}/cancel`);
    const first = await api.call<{ items: Task[]; next_cursor: string }>("GET", "/tasks?limit=3");
    const rest = await api.call<{ items: Task[] }>("GET", `/tasks?limit=3&cursor=${first.data.next_cursor}`);
    const all = [...first.data.items, ...rest.data.items];
    expect(all).toHaveLength(4);
    expect(all.map(({ id }) => id)).toEqual(
      all
        .map(({ id }) => id)
        .sort()
        .reverse(),
    );
    const cancelled = await api.call<{ items: Task[] }>("GET", "/tasks?state=cancelled");
    expect(cancelled.data.items.map(({ kind }) => kind)).toEqual(["keywords.crawl"]);
    expect((await api.call("GET", "/tasks?cursor=bad")).code).toBe("invalid_cursor");
    expect((await api.call("GET", "/tasks?state=gone")).status).toBe(422);
  });

  test("a task beyond the reach is as one that is not there", async () => {
    const { id } = await make();
    const other = { ...SUPERUSER, userId: "other", reach: { kind: "own" as const, userId: "other" } };
    const far = testApi({}, { principal: other });
    for (const [method, path] of [
      ["GET", ""],
      ["GET", "/why"],
      ["GET", "/events"],
      ["GET", "/checkpoints"],
      ["POST", "/cancel"],
    ] as const)
      expect((await far.call(method, `/tasks/${id}${path}`)).status, path).toBe(404);
    expect((await far.call<{ items: Task[] }>("GET", "/tasks")).data.items).toEqual([]);
    const recovered = await far.call<{ items: { ok: boolean; message: string }[] }>(
      "POST",
      "/tasks/recover",
      {
        json: { ids: [id], strategy: "SKIP" },
      },
    );
    expect(recovered.data.items).toMatchObject([{ ok: false, message: `no task ${id}` }]);
    for (const wrong of ["x", "019aab3e-7c00-8f99-9d1c-5a0c4be17f20"])
      expect([404, 422]).toContain((await api.call("GET", `/tasks/${wrong}`)).status);
  });

  test("why it waits, and the queue that was paused", async () => {
    const { id } = await make();
    const paused = await api.call("PATCH", "/tasks/queues/data_sync", { json: { paused: true } });
    expect(paused).toMatchObject({ status: 200, data: { paused: true } });
    expect((await api.call("GET", `/tasks/${id}/why`)).data).toMatchObject({ blocker: "queue-paused" });
    expect((await api.call("PATCH", "/tasks/queues/data_sync", { json: {} })).status).toBe(422);
    expect((await api.call("PATCH", "/tasks/queues/nothing", { json: { paused: true } })).status).toBe(422);
    const queues = await api.call<{ items: { queue: string; paused: boolean }[] }>("GET", "/tasks/queues");
    expect(queues.data.items.filter((queue) => queue.paused).map(({ queue }) => queue)).toEqual([
      "data_sync",
    ]);
    expect(api.auditLines.at(-1)).toMatchObject({
      action: "task-queue.update",
      record: "task-queue:data_sync",
    });
  });

  test("the history is asked within the reach, and an unknown queue or an empty part of an error is refused", async () => {
    const asked: unknown[] = [];
    const { tasks } = api.services;
    api.services.tasks = {
      ...tasks,
      history: {
        search: async (filter) => {
          asked.push(filter);
          return [];
        },
      },
    };
    expect(
      (await api.call("GET", "/tasks/history?kind=data.validate&queue=data_sync&error=超时")).status,
    ).toBe(200);
    expect(asked).toEqual([
      { queue: "data_sync", kind: "data.validate", error: "超时", reach: { kind: "all" } },
    ]);
    for (const wrong of ["error=%20", "queue=nothing", "id=x"])
      expect((await api.call("GET", `/tasks/history?${wrong}`)).status, wrong).toBe(422);
  });
});

describe("acting", () => {
  test("cancels, retries and skips, each with a line of the audit log", async () => {
    const { id } = await make();
    expect((await post(`/tasks/${id}/cancel`)).data).toMatchObject({ state: "cancelled" });
    expect(await post(`/tasks/${id}/cancel`)).toMatchObject({ status: 409, code: "invalid_state" });
    expect(await post(`/tasks/${id}/recover`, { strategy: "RESUME" })).toMatchObject({ status: 409 });
    expect((await post(`/tasks/${id}/recover`, { strategy: "RETRY" })).data).toMatchObject({
      strategy: "RETRY",
      task: { state: "queued" },
    });
    expect((await post(`/tasks/${id}/recover`, { strategy: "SKIP" })).data).toMatchObject({
      task: { state: "skipped" },
    });
    expect((await post(`/tasks/${id}/recover`, { strategy: "DELETE" })).status).toBe(422);
    const events = await api.call<{ items: { type: string }[] }>("GET", `/tasks/${id}/events`);
    expect(events.data.items.map(({ type }) => type)).toEqual(["skipped", "recover", "cancelled"]);
    expect(
      api.auditLines.filter(({ record }) => record === `task:${id}`).map(({ action }) => action),
    ).toContain("task.recover");
  });

  test("a checkpoint by hand, with limits", async () => {
    const { id } = await make();
    const made = await post<TaskCheckpoint>(`/tasks/${id}/checkpoints`, {
      cursor: { day: "2026-11-03" },
      body: "x",
    });
    expect(made).toMatchObject({ status: 201, data: { seq: 1, bytes: 1, problem: null } });
    expect((await post(`/tasks/${id}/checkpoints`, { cursor: "x".repeat(5000) })).status).toBe(422);
    const list = await api.call<{ items: object[] }>("GET", `/tasks/${id}/checkpoints`);
    expect(list.data.items).toHaveLength(1);
    // Bodies are not shown: they may hold whatever a task has read.
    expect(list.data.items[0]).not.toHaveProperty("body");
  });

  test("a batch grows until it is sealed, and what was sent twice counts once", async () => {
    const day = (n: number) => ({ input: { from: `2026-11-0${n}`, to: `2026-11-0${n}` }, key: `v:${n}` });
    const { data: batch, status } = await post<TaskBatch>("/task-batches", {
      name: "November",
      kind: "data.validate",
      items: [day(1)],
      seal: false,
    });
    expect(status).toBe(201);
    const more = { items: [day(1), day(2)], seal: true };
    expect((await post(`/task-batches/${batch.id}/items`, more)).data).toMatchObject({
      created: 1,
      existing: 1,
      batch: { total: 2, sealed: true },
    });
    expect(await post(`/task-batches/${batch.id}/items`, { items: [day(3)] })).toMatchObject({ status: 409 });
    const wrong = await post<Problems>("/task-batches", {
      name: "x",
      kind: "data.validate",
      items: [{ input: {} }],
    });
    expect(wrong.status).toBe(422);
    expect((await post(`/task-batches/${batch.id}/cancel`)).data).toMatchObject({
      cancelled: 2,
      open: 0,
      percent: 100,
    });
    const list = await api.call<{ items: TaskBatch[] }>("GET", "/task-batches");
    expect(list.data.items.map(({ id }) => id)).toContain(batch.id);
    const ofBatch = await api.call<{ items: Task[] }>("GET", `/tasks?batch=${batch.id}`);
    expect(ofBatch.data.items).toHaveLength(2);
  });

  test("a batch that nothing came into is not left; one with some of its tasks stays, and the error says so", async () => {
    const batches = async () => (await api.call<{ items: TaskBatch[] }>("GET", "/task-batches")).data.items;
    const send = (items: object[]) => post<Problems>("/task-batches", { name: "x", kind: VALID.kind, items });
    const lost = { input: VALID.input, depends_on: [makeTaskId("data_sync", Date.now(), Math.random)] };
    expect((await send([{ input: {} }])).status).toBe(422);
    expect(await send([lost])).toMatchObject({
      status: 422,
      data: { problems: [{ field: "items.0.depends_on" }] },
    });
    expect(await batches()).toEqual([]);
    const partly = await send([{ input: VALID.input }, lost]);
    const [left] = await batches();
    expect(partly).toMatchObject({
      status: 422,
      data: {
        problems: [
          { field: "items.1.depends_on" },
          { field: "items", reason: `1 of the 2 tasks were created in the batch ${left?.id}` },
        ],
      },
    });
    expect(left).toMatchObject({ total: 1, sealed: false });
  });
});
