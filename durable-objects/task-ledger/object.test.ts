import { runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, test } from "vitest";
import { DAY_MS, MINUTE_MS } from "../../shared/time.ts";
import { CREATOR, good, newTask, TaskRig } from "../../tests/edge/task-ledger/rig.ts";

let rig: TaskRig;
beforeEach(async () => {
  rig = await TaskRig.start();
});
const failure = (errorClass: "network" | "blocked" | "not-found") =>
  ({ kind: "failed", error: { code: "x", message: "it broke", class: errorClass } }) as const;

describe("a task", () => {
  test("is created, claimed with its input, and ends with its result", async () => {
    const id = await rig.create({ input: '{"a":1}' });
    expect(rig.sends).toBe(1);
    expect(await rig.state(id)).toBe("queued");
    const claim = await rig.claimOne();
    expect(claim).toMatchObject({ id, kind: "test.run", input: '{"a":1}', attempt: 1, resumes: false });
    expect(await rig.claim()).toEqual([]);
    rig.now += 500;
    expect(await rig.end(claim, { kind: "done", result: '{"rows":3}' })).toBe("done");
    expect((await rig.api.get(id))?.task).toMatchObject({
      state: "done",
      attempts: 1,
      result: { rows: 3 },
      ended_at: rig.now,
    });
    expect(await rig.story(id)).toEqual(["claimed", "done"]);
  });

  test("needs no wake-up of its own while a consumer that was woken is still to come", async () => {
    await rig.create();
    rig.now += 1999;
    await rig.create();
    expect(rig.sends, "the consumer takes both").toBe(1);
    rig.now += 1;
    await rig.create();
    expect(rig.sends, "the consumer is late").toBe(2);
    expect(await rig.claim(64)).toHaveLength(3);
    await rig.create();
    expect(rig.sends, "the consumer has come").toBe(3);
    rig.now -= MINUTE_MS;
    await rig.create();
    expect(rig.sends, "the clock went back").toBe(4);
  });

  test("whose wake-up the queue refuses does not keep the next one from its own", async () => {
    rig.sendFails = true;
    await rig.create();
    rig.sendFails = false;
    rig.now += MINUTE_MS;
    await rig.alarm();
    expect(rig.sends).toBe(1);
    expect(await rig.claim(64)).toHaveLength(1);
  });

  test("is answered as it was created, or as the one that has its key", async () => {
    const first = good(await rig.api.createOne(newTask({ key: "k", priority: 8 }), CREATOR));
    expect(first).toMatchObject({ created: true, task: { key: "k", priority: 8, state: "queued" } });
    await rig.end(await rig.claimOne());
    const again = good(await rig.api.createOne(newTask({ key: "k" }), CREATOR));
    expect(again).toMatchObject({ created: false, task: { id: first.task.id, priority: 8, state: "done" } });
    const unknown = newTask({ depends_on: [first.task.id.replace(/^./, "f")] });
    expect(await rig.api.createOne(unknown, CREATOR)).toMatchObject({ ok: false, code: "not_found" });
  });

  test("with a key exists once, also after its end", async () => {
    const id = await rig.create({ key: "k" });
    await rig.end(await rig.claimOne());
    const [again] = await rig.api.create([newTask({ key: "k" })], CREATOR);
    expect(good(again)).toEqual({ id, created: false });
    const both = await rig.api.create([newTask({ key: "l" }), newTask({ key: "l" })], CREATOR);
    expect(good(both[1])).toEqual({ id: good(both[0]).id, created: false });
  });

  test("waits up to a year for its time, and its alarm then wakes the queue", async () => {
    const id = await rig.create({ run_at: rig.now + 365 * DAY_MS });
    expect(await rig.api.why(id)).toMatchObject({ blocker: "not-due", until: rig.now + 365 * DAY_MS });
    rig.now += 364 * DAY_MS;
    expect(await rig.claim()).toEqual([]);
    rig.now += DAY_MS;
    await rig.alarm();
    expect(rig.sends).toBe(1);
    expect((await rig.claimOne()).id).toBe(id);
  });

  test("that failed is tried again by its class, until its tries are used up", async () => {
    const id = await rig.create({ max_attempts: 2 });
    rig.random = () => 0.5;
    await rig.plug();
    expect(await rig.end(await rig.claimOne(), failure("network"))).toBe("retrying");
    expect((await rig.api.get(id))?.task).toMatchObject({
      due_at: rig.now + 2500,
      error: { class: "network" },
    });
    rig.now += 2500;
    expect(await rig.end(await rig.claimOne(), failure("network"))).toBe("failed");
    expect((await rig.api.get(id))?.task).toMatchObject({ attempts: 2, manual: false });
  });

  test("that a site refuses is left to a person at once", async () => {
    const id = await rig.create();
    expect(await rig.end(await rig.claimOne(), failure("blocked"))).toBe("failed");
    expect(await rig.api.why(id)).toMatchObject({ blocker: "needs-person" });
    expect(await rig.api.recover(id, "auto", "user:1")).toMatchObject({ ok: false, code: "invalid_state" });
  });

  test("whose Worker died costs one lease and one try", async () => {
    const id = await rig.create();
    const claim = await rig.claimOne();
    rig.now += claim.lease_ms;
    await rig.alarm();
    expect((await rig.api.get(id))?.task).toMatchObject({
      state: "retrying",
      attempts: 1,
      error: { class: "lost" },
    });
    const late = await rig.api.next("edge:test", [{ ...claim, end: { kind: "done", result: null } }], 0);
    expect(late.settled).toMatchObject([{ ok: false, code: "stale_lease" }]);
  });

  test("that is given back keeps its tries and waits until then", async () => {
    const id = await rig.create();
    const resume_at = rig.now + MINUTE_MS;
    expect(await rig.end(await rig.claimOne(), { kind: "yield", resume_at })).toBe("scheduled");
    expect((await rig.api.get(id))?.task).toMatchObject({ attempts: 0, due_at: resume_at });
    rig.now = resume_at;
    expect((await rig.claimOne()).attempt).toBe(1);
  });

  test("is cancelled at once, or at the next word of its holder", async () => {
    const first = await rig.create();
    good(await rig.api.cancel(first, "user:1"));
    expect(await rig.state(first)).toBe("cancelled");
    expect(await rig.api.cancel(first, "user:1")).toMatchObject({ ok: false, code: "invalid_state" });
    const second = await rig.create();
    const claim = await rig.claimOne();
    expect(claim.id).toBe(second);
    expect(good(await rig.api.report(claim.id, claim.fence)).stop).toBeNull();
    expect(good(await rig.api.cancel(second, "user:2"))).toMatchObject({
      state: "running",
      cancelling: true,
    });
    expect(good(await rig.api.report(claim.id, claim.fence)).stop).toBe("cancel");
    // Whatever the holder says, a cancelled task is not tried again.
    expect(await rig.end(claim, failure("network"))).toBe("cancelled");
  });

  test("that is cancelled while its Worker is dead ends with its lease", async () => {
    const id = await rig.create();
    const { lease_ms } = await rig.claimOne();
    await rig.api.cancel(id, "user:1");
    rig.now += lease_ms;
    await rig.alarm();
    expect(await rig.state(id)).toBe("cancelled");
  });

  test("times out: its holder is told, and its lease is not extended", async () => {
    await rig.create({ timeout_s: 30, max_attempts: 1 });
    const { id, fence, lease_until } = await rig.claimOne();
    rig.now += 30_000;
    expect(good(await rig.api.report(id, fence))).toEqual({ lease_until, stop: "timeout" });
    rig.now = lease_until;
    await rig.alarm();
    expect((await rig.api.get(id))?.task).toMatchObject({ state: "failed", error: { class: "timeout" } });
  });
});

describe("a queue", () => {
  test("runs at most its window, and all of it after a change", async () => {
    await rig.api.setQueue({ concurrency: 2 }, "user:1");
    await rig.api.create(
      Array.from({ length: 5 }, () => newTask()),
      CREATOR,
    );
    expect(await rig.claim(10)).toHaveLength(2);
    await rig.evict();
    expect(await rig.claim(10)).toHaveLength(0);
    await rig.api.setQueue({ concurrency: 4 }, "user:1");
    expect(await rig.claim(10)).toHaveLength(2);
  });

  test("that is paused starts nothing, loses nothing, and goes on", async () => {
    const ids = [await rig.create(), await rig.create()].sort();
    const claim = await rig.claimOne();
    await rig.api.setQueue({ paused: true }, "user:1");
    await rig.evict();
    expect(await rig.claim(5)).toEqual([]);
    expect(await rig.api.why(ids[1] as string)).toMatchObject({ blocker: "queue-paused", position: 0 });
    expect(await rig.end(claim)).toBe("done");
    const sends = rig.sends;
    rig.now += 1;
    await rig.create();
    expect(rig.sends).toBe(sends);
    await rig.api.setQueue({ paused: false }, "user:1");
    expect(rig.sends).toBe(sends + 1);
    expect((await rig.claim(5)).map(({ id }) => id)[0]).toBe(ids[1]);
  });

  test("picks by priority, and in the order of creation", async () => {
    const low = await rig.create({ priority: 0 });
    const [a, b] = [await rig.create({ priority: 8 }), await rig.create({ priority: 8 })];
    await rig.api.setQueue({ concurrency: 1 }, "user:1");
    const order: string[] = [];
    for (let n = 0; n < 3; n++) {
      const claim = await rig.claimOne();
      order.push(claim.id);
      await rig.end(claim);
    }
    expect(order).toEqual([...[a, b].sort(), low]);
  });
});

describe("dependencies and order", () => {
  test("a task waits until all are done or skipped, and says for which", async () => {
    const [a, b] = [await rig.create(), await rig.create()];
    const id = await rig.create({ depends_on: [a, b] });
    expect(await rig.state(id)).toBe("blocked");
    const [first, second] = await rig.claim(5);
    await rig.end(first as never);
    expect(await rig.api.why(id)).toMatchObject({ blocker: "dependency", waits_for: [second?.id] });
    expect(await rig.end(second as never, failure("blocked"))).toBe("failed");
    expect(await rig.api.why(id)).toMatchObject({ blocker: "dependency-failed", waits_for: [second?.id] });
    good(await rig.api.recover(second?.id as string, "SKIP", "user:1"));
    expect(await rig.state(id)).toBe("queued");
    const met = await rig.create({ depends_on: [a] });
    expect(await rig.state(met)).toBe("queued");
    const [unknown] = await rig.api.create([newTask({ depends_on: [met.replace(/^./, "f")] })], CREATOR);
    expect(unknown).toMatchObject({ ok: false, code: "not_found" });
  });

  test("many that wait for one are released in steps, and none is left", async () => {
    const first = await rig.create();
    for (let n = 0; n < 3; n++)
      await rig.api.create(
        Array.from({ length: 400 }, () => newTask({ depends_on: [first] })),
        CREATOR,
      );
    await rig.end(await rig.claimOne());
    expect((await rig.api.status()).states.blocked).toBe(700);
    rig.now += 1;
    await rig.alarm();
    rig.now += 1;
    await rig.alarm();
    expect((await rig.api.status()).states.blocked).toBe(0);
  });

  test("at most one task of an order key runs, oldest first; a failed one lets the next go", async () => {
    const ids = [];
    for (let n = 0; n < 3; n++) ids.push(await rig.create({ order_key: "o", priority: n === 2 ? 10 : 0 }));
    const first = await rig.claimOne();
    expect(first.id).toBe(ids[0]);
    expect(await rig.claim(5)).toEqual([]);
    expect(await rig.api.why(ids[2] as string)).toMatchObject({ blocker: "order", waits_for: [ids[0]] });
    expect(await rig.end(first, failure("not-found"))).toBe("failed");
    const second = await rig.claimOne();
    expect(second.id).toBe(ids[1]);
    // Brought back it stands at the end of the line.
    good(await rig.api.recover(ids[0] as string, "RETRY", "user:1"));
    expect(await rig.state(ids[0] as string)).toBe("blocked");
    await rig.end(second);
    expect((await rig.claimOne()).id).toBe(ids[2]);
  });
});

describe("checkpoints and recovery", () => {
  const checkpoint = (cursor: string) => ({
    cursor,
    body: null,
    body_key: null,
    body_sha256: null,
    bytes: 0,
  });

  test("checkpoints form a chain, and what was changed is known as broken", async () => {
    const id = await rig.create();
    const { fence } = await rig.claimOne();
    for (const cursor of ["1", "2", "3"]) good(await rig.api.checkpoint(id, fence, checkpoint(cursor)));
    const before = await rig.api.checkpoints(id);
    expect(before.map(({ seq, problem }) => [seq, problem])).toEqual([
      [3, null],
      [2, null],
      [1, null],
    ]);
    expect(before[0]?.previous_sha256).toBe(before[1]?.sha256);
    await runInDurableObject(rig.stub, (_, { storage }) =>
      storage.sql.exec("UPDATE checkpoints SET cursor = '9' WHERE seq = 3"),
    );
    expect((await rig.api.checkpoints(id)).map(({ problem }) => problem)).toEqual(["hash", null, null]);
    rig.now += 30 * DAY_MS;
    expect((await rig.api.checkpoints(id)).map(({ problem }) => problem)).toEqual([
      "expired",
      "expired",
      "expired",
    ]);
    expect(await rig.api.checkpoint(id, fence, checkpoint("4"))).toMatchObject({
      ok: false,
      code: "stale_lease",
    });
  });

  test("each strategy does what it says", async () => {
    const id = await rig.create();
    const first = await rig.claimOne();
    good(await rig.api.checkpoint(id, first.fence, checkpoint("1")));
    expect(await rig.api.recover(id, "RETRY", "user:1")).toMatchObject({ ok: false, code: "invalid_state" });
    await rig.end(first, failure("not-found"));
    expect(good(await rig.api.recover(id, "RESUME", "user:1"))).toMatchObject({
      strategy: "RESUME",
      task: { attempts: 0 },
    });
    const second = await rig.claimOne();
    expect(second).toMatchObject({ id, resumes: true, attempt: 1 });
    expect(second.fence).toBeGreaterThan(first.fence);
    await rig.end(second, failure("not-found"));
    good(await rig.api.recover(id, "RESTART", "user:1"));
    const third = await rig.claimOne();
    expect(third.resumes).toBe(false);
    await rig.end(third, failure("not-found"));
    expect(await rig.api.recover(id, "RESUME", "user:1")).toMatchObject({ ok: false, code: "invalid_state" });
    good(await rig.api.recover(id, "MANUAL", "user:1"));
    expect(await rig.api.recover(id, "auto", "user:1")).toMatchObject({ ok: false });
    good(await rig.api.recover(id, "RETRY", "user:1"));
    await rig.end(await rig.claimOne(), failure("not-found"));
    expect(good(await rig.api.recover(id, "auto", "user:1"))).toMatchObject({
      strategy: "SKIP",
      task: { state: "skipped" },
    });
    expect((await rig.story(id)).filter((type) => type === "recover")).toHaveLength(4);
  });

  test("a checkpoint by hand is taken where nothing runs, and resumed from when chosen", async () => {
    const id = await rig.create();
    good(await rig.api.addCheckpoint(id, checkpoint("7"), "user:1"));
    const claim = await rig.claimOne();
    expect(claim.resumes).toBe(true);
    expect(await rig.api.addCheckpoint(id, checkpoint("8"), "user:1")).toMatchObject({ ok: false });
    await rig.end(claim, failure("not-found"));
    expect(await rig.api.recover(id, "RESUME", "user:1", 5)).toMatchObject({ ok: false });
    good(await rig.api.recover(id, "RESUME", "user:1", 1));
    expect((await rig.claimOne()).resume_seq).toBe(1);
  });
});

describe("progress, batches and history", () => {
  test("progress is in memory until the lease is extended, with rate and time left", async () => {
    const id = await rig.create();
    const { fence } = await rig.claimOne();
    const written = () =>
      runInDurableObject(
        rig.stub,
        (_, { storage }) =>
          storage.sql.exec<{ progress: string | null }>("SELECT progress FROM tasks").one().progress,
      );
    await rig.api.report(id, fence, { done: 0, total: 100, message: null });
    rig.now += 10_000;
    await rig.api.report(id, fence, { done: 20, total: 100, message: "rows" });
    expect((await rig.api.get(id))?.task.progress).toMatchObject({
      percent: 20,
      rate: 2,
      left_s: 40,
      message: "rows",
    });
    expect(await written()).toBeNull();
    rig.now += 20_000;
    await rig.api.report(id, fence, { done: 60, total: 100, message: null });
    expect(await written()).toContain('"done":60');
    await rig.evict();
    expect((await rig.api.get(id))?.task.progress).toMatchObject({ done: 60 });
  });

  test("a batch counts its ends, takes no more once sealed, and is cancelled in steps", async () => {
    const { id } = await rig.api.createBatch("many", "test.run", CREATOR);
    const creator = { ...CREATOR, batch: id };
    await rig.api.create(
      Array.from({ length: 500 }, () => newTask()),
      creator,
    );
    await rig.api.create(
      Array.from({ length: 200 }, () => newTask()),
      creator,
    );
    good(await rig.api.sealBatch(id));
    const [refused] = await rig.api.create([newTask()], creator);
    expect(refused).toMatchObject({ ok: false, code: "invalid_state" });
    const [a, b] = await rig.claim(2);
    await rig.end(a as never);
    await rig.end(b as never, failure("blocked"));
    expect((await rig.api.batch(id))?.batch).toMatchObject({
      total: 700,
      done: 1,
      failed: 1,
      open: 698,
      ended_at: null,
    });
    good(await rig.api.recover(b?.id as string, "SKIP", "user:1"));
    const step = await rig.api.cancelBatch(id, "user:1", "");
    expect(step.cancelled).toBe(498);
    expect(await rig.api.cancelBatch(id, "user:1", step.next as string)).toEqual({
      cancelled: 200,
      next: null,
    });
    expect((await rig.api.batch(id))?.batch).toMatchObject({
      done: 1,
      failed: 0,
      skipped: 1,
      cancelled: 698,
      open: 0,
      percent: 100,
      ended_at: rig.now,
    });
    expect((await rig.api.list({ batch: id, state: "skipped" }, 10)).map((task) => task.id)).toEqual([b?.id]);
  });

  test("an end between an export and its confirmation is exported too", async () => {
    const later = { run_at: rig.now + DAY_MS };
    const first = await rig.create(later);
    await rig.api.cancel(first, "user:1");
    const { through } = await rig.api.endedToExport(10);
    good(await rig.api.recover(first, "RETRY", "user:1"));
    const second = await rig.create(later);
    await rig.api.cancel(second, "user:1");
    await rig.api.endedExported(through);
    expect((await rig.api.endedToExport(10)).ended.map(({ task }) => task.id)).toEqual([second]);
  });

  test("ended tasks are exported once, stay some days, and are deleted only after that", async () => {
    const [a, b] = [await rig.create({ key: "a" }), await rig.create()];
    for (const claim of await rig.claim(2)) await rig.end(claim);
    const first = await rig.api.endedToExport(1);
    expect(first.ended).toHaveLength(1);
    await rig.api.endedExported(first.through);
    const rest = await rig.api.endedToExport(10);
    expect([...first.ended, ...rest.ended].map(({ task }) => task.id).sort()).toEqual([a, b].sort());
    rig.now += 8 * DAY_MS;
    // The second one is not confirmed yet.
    await rig.api.endedExported(first.through);
    expect(await rig.api.list({}, 10)).toHaveLength(1);
    await rig.api.endedExported(rest.through);
    expect(await rig.api.list({}, 10)).toEqual([]);
    expect((await rig.api.status()).states.done).toBe(0);
    // Numbers of ends are not used again.
    await rig.create();
    await rig.end(await rig.claimOne());
    expect((await rig.api.endedToExport(10)).ended.map(({ ended_seq }) => ended_seq)).toEqual([3]);
  });

  test("ended tasks that others wait for stay, however many they are, and keep no other from being deleted", async () => {
    const later = newTask({ run_at: rig.now + 30 * DAY_MS });
    const made = await rig.api.create(Array(500).fill(later), CREATOR);
    const awaited = made.map((result) => good(result).id);
    await rig.api.create(
      awaited.map((id) => newTask({ depends_on: [id] })),
      CREATOR,
    );
    for (const id of awaited) await rig.api.cancel(id, "user:1");
    const free = await rig.create(later);
    await rig.api.cancel(free, "user:1");
    const { through } = await rig.api.endedToExport(1000);
    rig.now += 8 * DAY_MS;
    await rig.api.endedExported(through);
    expect(await rig.api.get(free)).toBeNull();
    expect((await rig.api.status()).states.cancelled).toBe(500);
  });
});

test("a task costs a known number of rows written", async () => {
  const rows = await runInDurableObject(rig.stub, async (ledger, { storage }) => {
    const exec = storage.sql.exec.bind(storage.sql);
    let written = 0;
    storage.sql.exec = ((query: string, ...bindings: unknown[]) => {
      const cursor = exec(query, ...bindings);
      const before = cursor.rowsWritten;
      written += before;
      return cursor;
    }) as typeof exec;
    await ledger.create([newTask()], CREATOR);
    const { claims } = await ledger.next("edge:x", [], 1);
    await ledger.next(
      "edge:x",
      [
        {
          id: claims[0]?.id as string,
          fence: claims[0]?.fence as number,
          end: { kind: "done", result: null },
        },
      ],
      0,
    );
    storage.sql.exec = exec;
    return written;
  });
  expect(rows).toBe(16);
});

test("the latest ends are measured: how they ended, how long they ran, and how long they were due before", async () => {
  expect(await rig.api.measures()).toEqual({
    ends: { done: 0, failed: 0, cancelled: 0, skipped: 0 },
    run: null,
    wait: null,
  });
  await rig.create();
  const late = await rig.create({ run_at: rig.now + 60_000 });
  const unstarted = await rig.create();
  rig.now += 3000;
  const [first] = await rig.claim(1);
  rig.now += 2000;
  if (first) await rig.end(first);
  await rig.api.cancel(unstarted, "user:1");
  rig.now += 57_000;
  await rig.alarm();
  const second = await rig.claimOne();
  expect(second.id).toBe(late);
  rig.now += 10_000;
  await rig.end(second, failure("not-found"));
  expect(await rig.api.measures()).toEqual({
    ends: { done: 1, failed: 1, cancelled: 1, skipped: 0 },
    run: { mean_ms: 6000, p95_ms: 10_000 },
    // The first waited 3 s from its creation, the second 2 s from its time.
    wait: { mean_ms: 2500, p95_ms: 3000 },
  });
  rig.now += 15 * MINUTE_MS + 1;
  expect((await rig.api.measures()).ends).toEqual({ done: 0, failed: 0, cancelled: 0, skipped: 0 });
});
