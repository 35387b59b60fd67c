import { runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, test } from "vitest";
import { DAY_MS, MINUTE_MS } from "../../shared/time.ts";
import { CREATOR, EVERYTHING, failure, good, newTask, TaskRig } from "../../tests/edge/task-ledger/rig.ts";

let rig: TaskRig;
beforeEach(async () => {
  rig = await TaskRig.start();
});

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

  test("goes to a consumer that waits, without a wake-up, as do those that come with it", async () => {
    const first = await rig.create();
    const claim = await rig.claimOne();
    const ended = { ...claim, end: { kind: "done" as const, result: null } };
    const waiting = rig.api.next("edge:waits", [ended], 64, 1000);
    const ids = (await rig.api.create([newTask(), newTask({ priority: 8 })], CREATOR)).map(
      (made) => good(made).id,
    );
    const { settled, claims } = await waiting;
    expect(good(settled[0])).toEqual({ state: "done" });
    expect(claims.map(({ id, fence }) => ({ id, fence }))).toEqual(
      ids.toReversed().map((id) => ({ id, fence: 1 })),
    );
    expect(rig.sends, "for the first task only").toBe(1);
    expect(await rig.state(first)).toBe("done");
    expect((await rig.api.get(ids[0] as string))?.task).toMatchObject({
      state: "running",
      holder: "edge:waits",
    });
    const other = await rig.create();
    expect(rig.sends, "nobody waits any more").toBe(2);
    expect(await rig.state(other)).toBe("queued");
  });

  test("keeps its first line and the latest ones when its timeline is long, however it ends", async () => {
    const id = await rig.create();
    for (let turn = 0; turn < 40; turn++) {
      const until = rig.now + MINUTE_MS;
      await rig.end(await rig.claimOne(), { kind: "yield", resume_at: until });
      rig.now = until;
    }
    const before = await rig.api.events(id);
    expect(before).toHaveLength(60);
    await rig.end(await rig.claimOne());
    const after = await rig.api.events(id);
    expect(after).toHaveLength(60);
    expect(after.at(-1)).toEqual(before.at(-1));
    expect(after.slice(2)).toEqual([...before.slice(0, -3), before.at(-1)]);
    expect(after.slice(0, 2).map(({ type }) => type)).toEqual(["done", "claimed"]);
  });

  test("that comes too late for a consumer that waited wakes one", async () => {
    expect(await rig.api.next("edge:waits", [], 64, 1)).toEqual({ settled: [], claims: [] });
    const id = await rig.create();
    expect(rig.sends).toBe(1);
    expect(await rig.state(id)).toBe("queued");
  });

  test("of a paused queue is not given to a consumer that waits", async () => {
    await rig.api.setQueue({ paused: true }, "op");
    const waiting = rig.api.next("edge:waits", [], 64, 20);
    const id = await rig.create();
    expect((await waiting).claims).toEqual([]);
    expect(await rig.state(id)).toBe("waiting");
  });

  test("that becomes due goes to the consumer that waits longest", async () => {
    const id = await rig.create({ run_at: rig.now + MINUTE_MS });
    const waiting = rig.api.next("edge:first", [], 64, 1000);
    const other = rig.api.next("edge:second", [], 64, 50);
    rig.now += MINUTE_MS;
    await rig.api.dispatch();
    expect((await waiting).claims).toMatchObject([{ id }]);
    expect((await other).claims).toEqual([]);
  });

  test("whose creation fails is given to nobody that waits", async () => {
    const waiting = rig.api.next("edge:waits", [], 64, 1000);
    await rig.api.status();
    await runInDurableObject(rig.stub, async (ledger) => {
      const broken = newTask({ input: undefined as unknown as string });
      // The first one is being stored; the others share a transaction, and then have one each.
      const made = await Promise.allSettled([
        ledger.dispatch(),
        ledger.create([newTask(), broken], CREATOR),
        ledger.create([newTask()], CREATOR),
      ]);
      expect(made.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    });
    const { claims } = await waiting;
    expect(claims.map(({ id }) => id)).toEqual((await rig.api.list({}, 10)).map(({ id }) => id));
    expect(claims).toHaveLength(1);
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
    expect(await rig.api.why(id, EVERYTHING)).toMatchObject({
      blocker: "not-due",
      until: rig.now + 365 * DAY_MS,
    });
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
    expect(await rig.api.why(id, EVERYTHING)).toMatchObject({ blocker: "needs-person" });
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

test.each([
  ["of a consumer that is woken", 13, false],
  ["of one that waits for it", 9, true],
])("the task %s costs %i rows written", async (_, expected, waits) => {
  const rows = await runInDurableObject(rig.stub, async (ledger, { storage }) => {
    const exec = storage.sql.exec.bind(storage.sql);
    let written = 0;
    storage.sql.exec = ((query: string, ...bindings: unknown[]) => {
      const cursor = exec(query, ...bindings);
      const before = cursor.rowsWritten;
      written += before;
      return cursor;
    }) as typeof exec;
    const next = () => ledger.next("edge:x", [], 1, 1000);
    const early = waits ? next() : null;
    await ledger.create([newTask()], CREATOR);
    const { claims } = await (early ?? next());
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
  expect(rows).toBe(expected);
});
