import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, test } from "vitest";
import { DELIVERY_TRIES_MS, type DeliveryEnd } from "../../shared/contracts/push.ts";
import { LedgerFixture, LIMITS, newBatch } from "../../tests/edge/ingest-ledger/ledger-fixture.ts";

const TARGET = "target-1";
const HOUR = 3_600_000;
const DONE: DeliveryEnd = { done: true };
const targetFails: DeliveryEnd = { done: false, kind: "target", error: "the target answered 503" };
const refused: DeliveryEnd = { done: false, kind: "batch", error: "the target answered 422" };

let ledger: LedgerFixture;
beforeEach(async () => {
  ledger = await LedgerFixture.open();
});

/** Registers, freezes and confirms batches as one group. */
async function store(ids: string[], pushTo: string | null = TARGET) {
  for (const id of ids) await ledger.stub.register(newBatch(id));
  const { group } = await ledger.stub.takeGroup("test", LIMITS);
  if (!group) throw new Error("no group");
  const counts = group.batches.map(() => ({ inserted: 20, changed: 0, duplicates: 0, verdicts: "20n" }));
  const confirmed = await ledger.stub.confirm(group.group_id, group.fence, counts, pushTo);
  expect(confirmed.ok).toBe(true);
  return { group, counts };
}

const take = (most = 10, target = TARGET) => ledger.stub.leaseDeliveries(target, most);
async function end(push: { seq: number; fence: number }, how: DeliveryEnd) {
  return ledger.stub.endDelivery(push.seq, push.fence, how);
}
async function only() {
  const [push] = await take(1);
  if (!push) throw new Error("nothing to push");
  return push;
}
const count = async () =>
  (await ledger.stub.endpointStates()).find(({ target_id: targetId }) => targetId === TARGET);

describe("what is stored", () => {
  test("waits for its push from the confirmation on, once however often that is repeated", async () => {
    const { group, counts } = await store(["a", "b"]);
    await ledger.stub.confirm(group.group_id, group.fence, counts, TARGET);
    const taken = await take();
    expect(taken.map(({ batch_id: batchId }) => batchId)).toEqual(["a", "b"]);
    expect(taken[0]).toMatchObject({
      spool_key: newBatch("a").spool_key,
      platform: "boss",
      data_type: "job",
    });
    expect(await count()).toMatchObject({ waiting: 2, dead: 0, delivered: 0 });
  });

  test("is not pushed where its type has no target", async () => {
    await store(["a"], null);
    expect(await ledger.stub.endpointStates()).toEqual([]);
  });

  test("keeps spool object and receipt until the push is done", async () => {
    await store(["a"]);
    const key = newBatch("a").spool_key ?? "";
    expect(await ledger.stub.survey([key])).toEqual({ unknown: [], spent: [] });
    ledger.now += 100 * HOUR;
    expect(await ledger.stub.cleanUp(ledger.now)).toMatchObject({ deleted: 0 });
    expect(await end(await only(), DONE)).toEqual({ ok: true, value: key });
    expect(await ledger.stub.survey([key])).toEqual({ unknown: [], spent: [key] });
    expect(await ledger.stub.cleanUp(ledger.now)).toMatchObject({ deleted: 1 });
    expect(await count()).toMatchObject({ waiting: 0, delivered: 1 });
  });
});

describe("a lease", () => {
  test("keeps others away, ends, and leaves a late holder nothing to say", async () => {
    await store(["a"]);
    const first = await only();
    expect(await take()).toEqual([]);
    ledger.now += 120_000;
    const second = await only();
    expect(await end(first, DONE)).toMatchObject({ ok: false, code: "stale_lease" });
    expect(await count()).toMatchObject({ waiting: 1 });
    expect(await end(second, DONE)).toMatchObject({ ok: true });
    expect(await end(second, DONE)).toMatchObject({ ok: false, code: "stale_lease" });
  });

  test("given back untried is due at once and counts as no try", async () => {
    await store(["a"]);
    await end(await only(), { done: false, kind: "released", error: "" });
    await end(await only(), { done: false, kind: "lost", error: "gone" });
    expect(await ledger.stub.deadDelivery(TARGET, "a")).toMatchObject({ attempts: 1, error: "gone" });
  });
});

describe("a target that fails", () => {
  test("rests longer each time, is probed with one push, and gets all once it answers", async () => {
    await store(["a", "b", "c"]);
    const [a, b, c] = await take();
    if (!a || !b || !c) throw new Error("three expected");
    await end(a, targetFails);
    await end(b, { done: false, kind: "released", error: "" });
    await end(c, { done: false, kind: "released", error: "" });
    const waits: number[] = [];
    for (let round = 0; round < 5; round++) {
      expect(await take()).toEqual([]);
      const { next_try_at: nextTryAt } = (await count()) ?? {};
      waits.push((nextTryAt ?? 0) - ledger.now);
      ledger.now = nextTryAt ?? 0;
      const probes = await take();
      expect(probes).toHaveLength(1);
      if (probes[0]) await end(probes[0], targetFails);
    }
    waits.forEach((wait, index) => {
      expect(wait).toBeGreaterThanOrEqual(1000 * 2 ** index);
      expect(wait).toBeLessThanOrEqual(2000 * 2 ** index);
    });
    ledger.now = (await count())?.next_try_at ?? 0;
    await end(await only(), DONE);
    expect(await count()).toMatchObject({ failing_since: null, next_try_at: null, last_error: null });
    expect(await take()).toHaveLength(2);
  });

  test("is given the time it asks for, an hour at most", async () => {
    await store(["a"]);
    await end(await only(), { ...targetFails, retry_after_ms: 900_000 });
    expect((await count())?.next_try_at).toBe(ledger.now + 900_000);
    ledger.now += 900_000;
    await end(await only(), { ...targetFails, retry_after_ms: 100 * HOUR });
    expect((await count())?.next_try_at).toBe(ledger.now + HOUR);
  });

  test("for 24 hours: what waited as long is dead, what came later still waits", async () => {
    await store(["a", "b"]);
    const begin = ledger.now;
    await end(await only(), targetFails);
    ledger.now = begin + DELIVERY_TRIES_MS - HOUR;
    await store(["late"]);
    await end(await only(), targetFails);
    expect(await count()).toMatchObject({ waiting: 3, dead: 0 });
    ledger.now = begin + DELIVERY_TRIES_MS + 1;
    await end(await only(), targetFails);
    expect(await count()).toMatchObject({ waiting: 1, dead: 2 });
    const dead = await ledger.stub.listDeadDeliveries(TARGET, 10);
    expect(dead.map(({ batch_id: batchId }) => batchId)).toEqual(["b", "a"]);
  });

  test("holds up no other target", async () => {
    await store(["a"]);
    await store(["b"], "target-2");
    await end(await only(), targetFails);
    expect(await take(10, "target-2")).toHaveLength(1);
  });
});

describe("a batch that is refused", () => {
  test("is tried for 24 hours beside the others, then dead: listed, replayed, discarded", async () => {
    await store(["bad", "good"]);
    const [bad, good] = await take();
    if (!bad || !good) throw new Error("two expected");
    await end(good, targetFails);
    await end(bad, refused);
    expect(await count()).toMatchObject({ failing_since: null, next_try_at: null });
    await end(await only(), DONE);
    const begin = ledger.now;
    while (ledger.now < begin + DELIVERY_TRIES_MS) {
      ledger.now += HOUR;
      await end(await only(), refused);
    }
    expect(await count()).toMatchObject({ waiting: 0, dead: 1, delivered: 1 });
    const [failure] = await ledger.stub.listDeadDeliveries(TARGET, 10);
    expect(failure).toMatchObject({ batch_id: "bad", attempts: 25, error: refused.error, received: 20 });
    expect(await ledger.stub.replayDeliveries(TARGET, ["bad", "good"])).toBe(1);
    expect(await ledger.stub.discardDeliveries(TARGET, ["bad"])).toEqual([]);
    await end(await only(), { done: false, kind: "lost", error: "gone" });
    expect(await ledger.stub.discardDeliveries(TARGET, ["bad"])).toEqual([newBatch("bad").spool_key]);
    expect(await count()).toMatchObject({ waiting: 0, dead: 0 });
  });
});

describe("a target that is switched off", () => {
  test("gets nothing until it is back, then all at once", async () => {
    await store(["a"]);
    await ledger.stub.stopEndpoint(TARGET, null);
    expect(await take()).toEqual([]);
    expect(await count()).toMatchObject({ waiting: 1, dead: 0 });
    await ledger.stub.resumeEndpoint(TARGET);
    expect(await take()).toHaveLength(1);
  });

  test("and deleted leaves failures, nothing that waits", async () => {
    await store(["a", "b"]);
    const lent = await only();
    await ledger.stub.stopEndpoint(TARGET, "the target is deleted");
    expect(await end(lent, DONE)).toMatchObject({ ok: false });
    expect(await count()).toMatchObject({ waiting: 0, dead: 2 });
  });
});

describe("the wake-up", () => {
  const pushWakes = () => ledger.wakes.filter(({ kind }) => kind === "push");

  test("comes by the alarm, one for each target, and again when it was lost", async () => {
    await store(["a"]);
    await store(["b"], "target-2");
    expect(await ledger.alarmIn()).toBe(1);
    ledger.now += 1;
    await runDurableObjectAlarm(ledger.stub);
    expect(pushWakes()).toMatchObject([{ target: TARGET }, { target: "target-2" }]);
    expect(await ledger.alarmIn()).toBe(30_000);
    ledger.now += 30_000;
    await runDurableObjectAlarm(ledger.stub);
    expect(pushWakes()).toHaveLength(4);
  });

  test("waits while the target rests and while a consumer is busy; a refused one is sent again", async () => {
    await store(["a"]);
    await end(await only(), targetFails);
    expect(await take()).toEqual([]);
    const at = (await count())?.next_try_at ?? 0;
    await runDurableObjectAlarm(ledger.stub);
    expect(pushWakes()).toEqual([]);
    expect(await ledger.alarmIn()).toBe(at - ledger.now);
    ledger.now = at;
    ledger.queueDown = true;
    await runDurableObjectAlarm(ledger.stub);
    ledger.queueDown = false;
    expect(await ledger.alarmIn()).toBe(1000);
    ledger.now += 1000;
    await runDurableObjectAlarm(ledger.stub);
    expect(pushWakes()).toHaveLength(1);
  });
});

test("a ledger from before the pushes gets their tables and loses nothing", async () => {
  await ledger.stub.register(newBatch("old"));
  await runInDurableObject(ledger.stub, (_, state) => {
    for (const table of ["deliveries", "endpoints", "upload_log", "upload_log_frozen"])
      state.storage.sql.exec(`DROP TABLE ${table}`);
    state.storage.sql.exec(
      `DELETE FROM schema_migrations
       WHERE name IN ('003_pushes', '004_upload_log', '006_log_of_uploads', '007_deliveries')`,
    );
  });
  await evictDurableObject(ledger.stub);
  await ledger.attach();
  await store([]);
  expect(await take()).toMatchObject([{ batch_id: "old" }]);
});
