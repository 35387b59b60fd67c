/** What is told of tasks while they run and after they ended: progress, batches, history, measures. */
import { runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, test } from "vitest";
import { DAY_MS, MINUTE_MS } from "../../shared/time.ts";
import { CREATOR, failure, good, newTask, TaskRig } from "../../tests/edge/task-ledger/rig.ts";

let rig: TaskRig;
beforeEach(async () => {
  rig = await TaskRig.start();
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
