import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import type { FrozenGroup } from "../../shared/contracts/ingest-ledger.ts";
import { LedgerFixture, LIMITS, newBatch } from "../../tests/edge/ingest-ledger/ledger-fixture.ts";
import { OLDEST_WAITING } from "./batches.ts";

const counts = (group: FrozenGroup) =>
  group.batches.map(({ rows }) => ({ inserted: rows, changed: 0, duplicates: 0, verdicts: `${rows}n` }));
const ids = (group: FrozenGroup | null) => group?.batches.map((batch) => batch.batch_id);

async function take(fixture: LedgerFixture, holder = "h1"): Promise<FrozenGroup> {
  const { group } = await fixture.stub.takeGroup(holder, LIMITS);
  if (!group) throw new Error("no group to take");
  return group;
}

describe("acceptance", () => {
  test("registers once; a replay changes nothing and names the copy that counts", async () => {
    const fixture = await LedgerFixture.open();
    expect(await fixture.stub.register(newBatch("a"))).toMatchObject({ replayed: false, state: "accepted" });
    const again = newBatch("a", { spool_key: "spool/2026-01-01/a.other.ndjson.br", received: 99, rows: 99 });
    expect(await fixture.stub.register(again)).toEqual({
      replayed: true,
      state: "accepted",
      spool_key: newBatch("a").spool_key,
    });
    expect(await fixture.stub.status()).toMatchObject({ waiting_batches: 1, waiting_rows: 20 });
    const group = await take(fixture);
    await fixture.stub.confirm(group.group_id, group.fence, counts(group));
    expect(await fixture.stub.register(again)).toMatchObject({ replayed: true, state: "stored" });
    expect((await fixture.stub.takeGroup("h1", LIMITS)).group).toBeNull();
  });

  test("settles a batch without a usable row at once and keeps why", async () => {
    const fixture = await LedgerFixture.open();
    const problems = [{ field: "jobId", reason: "is missing", rows: "0" }];
    await fixture.stub.register(
      newBatch("bad", { spool_key: null, bytes: 0, received: 1, rows: 0, problems }),
    );
    expect(await fixture.stub.receipt("bad")).toMatchObject({ state: "stored", invalid: 1, problems });
    expect(await fixture.stub.status()).toMatchObject({
      waiting_batches: 0,
      by_platform: { boss: { batches: 1, received: 1, invalid: 1 } },
    });
    expect(await fixture.alarmIn()).toBeNull();
  });

  test("knows nothing of a batch never sent", async () => {
    const fixture = await LedgerFixture.open();
    expect(await fixture.stub.receipt("none")).toBeNull();
  });
});

describe("groups", () => {
  test("fill up to each limit in order of acceptance, one batch at least", async () => {
    const fixture = await LedgerFixture.open();
    for (const [id, over] of [
      ["rows-1", { rows: 60 }],
      ["rows-2", { rows: 50 }],
      ["huge", { bytes: 50_000 }],
      ["tail", {}],
    ] as const) {
      await fixture.stub.register(newBatch(id, over));
    }
    for (const expected of [["rows-1"], ["rows-2"], ["huge"], ["tail"]]) {
      const group = await take(fixture);
      expect(ids(group)).toEqual(expected);
      await fixture.stub.confirm(group.group_id, group.fence, counts(group));
    }
    for (let index = 0; index < 11; index++)
      await fixture.stub.register(newBatch(`n${index}`, { rows: 1, bytes: 1 }));
    const group = await take(fixture);
    expect(group.batches).toHaveLength(LIMITS.batches);
    expect(group.next).toEqual([newBatch("n10").spool_key]);
  });

  test("hold one data type each, and one holder per data type", async () => {
    const fixture = await LedgerFixture.open();
    await fixture.stub.register(newBatch("job-1"));
    await fixture.stub.register(newBatch("company-1", { data_type: "company" }));
    const job = await take(fixture);
    await fixture.stub.register(newBatch("job-2"));
    const company = await take(fixture, "h2");
    expect([ids(job), ids(company)]).toEqual([["job-1"], ["company-1"]]);
    expect(await fixture.stub.takeGroup("h3", LIMITS)).toEqual({ group: null, wait_ms: 60_000 });
    await fixture.stub.confirm(job.group_id, job.fence, counts(job));
    expect(ids(await take(fixture, "h3"))).toEqual(["job-2"]);
  });

  test("wait for more rows until the linger ends or the group is full", async () => {
    const fixture = await LedgerFixture.open({ lingerMs: 5000 });
    await fixture.stub.register(newBatch("a", { rows: 60 }));
    expect(await fixture.stub.takeGroup("h1", LIMITS)).toEqual({ group: null, wait_ms: 5000 });
    fixture.now += 1000;
    await fixture.stub.register(newBatch("b", { rows: 60 }));
    const group = await take(fixture);
    expect(ids(group)).toEqual(["a"]);
    await fixture.stub.confirm(group.group_id, group.fence, counts(group));
    expect((await fixture.stub.takeGroup("h1", LIMITS)).wait_ms).toBe(5000);
    fixture.now += 5000;
    expect(ids(await take(fixture))).toEqual(["b"]);
  });

  test("go out early when enough rows are there: at once to who asks, after a pause to who must be woken", async () => {
    const fixture = await LedgerFixture.open({ lingerMs: 5000 });
    const limits = { ...LIMITS, rows: 10_000, bytes: 20_000_000 };
    await fixture.stub.register(newBatch("a", { rows: 600 }));
    expect(await fixture.stub.takeGroup("h1", limits)).toEqual({ group: null, wait_ms: 5000 });
    fixture.now += 1000;
    await fixture.stub.register(newBatch("b", { rows: 400 }));
    // Not due by itself yet: more may come.
    await runDurableObjectAlarm(fixture.stub);
    expect(fixture.wakes).toHaveLength(0);
    expect(await fixture.alarmIn()).toBe(300);
    fixture.now += 200;
    await fixture.stub.register(newBatch("c", { rows: 1 }));
    fixture.now += 100;
    await runDurableObjectAlarm(fixture.stub);
    expect(fixture.wakes).toHaveLength(0);
    expect(await fixture.alarmIn()).toBe(200);
    fixture.now += 200;
    await runDurableObjectAlarm(fixture.stub);
    expect(fixture.wakes).toHaveLength(1);
    const { group } = await fixture.stub.takeGroup("h1", limits);
    expect(group && ids(group)).toEqual(["a", "b", "c"]);
    if (group) await fixture.stub.confirm(group.group_id, group.fence, counts(group));

    await fixture.stub.register(newBatch("d", { rows: 1000 }));
    const { group: next } = await fixture.stub.takeGroup("h1", limits);
    expect(next && ids(next)).toEqual(["d"]);
  });

  test("stay frozen through an eviction, and the first selection wins", async () => {
    const fixture = await LedgerFixture.open();
    await fixture.stub.register(newBatch("a"));
    const first = await take(fixture);
    expect(first.selection).toBeNull();
    expect(await fixture.stub.saveSelection(first.group_id, first.fence, ["nnu"])).toMatchObject({
      value: ["nnu"],
    });
    await fixture.stub.register(newBatch("late"));
    await evictDurableObject(fixture.stub);
    await fixture.attach();
    fixture.now += 60_001;
    const second = await take(fixture, "h2");
    expect(second).toMatchObject({ group_id: first.group_id, selection: ["nnu"] });
    expect(ids(second)).toEqual(["a"]);
    expect(await fixture.stub.saveSelection(second.group_id, second.fence, ["ccc"])).toMatchObject({
      value: ["nnu"],
    });
  });

  test("refuse a selection or counts that do not fit", async () => {
    const fixture = await LedgerFixture.open();
    await fixture.stub.register(newBatch("a"));
    const group = await take(fixture);
    const refused = { ok: false, code: "invalid_state" };
    expect(await fixture.stub.saveSelection(group.group_id, group.fence, ["n", "n"])).toMatchObject(refused);
    expect(await fixture.stub.confirm(group.group_id, group.fence, [])).toMatchObject(refused);
    expect(await fixture.stub.receipt("a")).toMatchObject({ state: "accepted" });
  });

  test("pass to the next holder when the lease runs out; the late holder changes nothing", async () => {
    const fixture = await LedgerFixture.open();
    await fixture.stub.register(newBatch("a"));
    const late = await take(fixture);
    fixture.now += 60_000;
    const next = await take(fixture, "h2");
    expect(next.group_id).toBe(late.group_id);
    expect(next.fence).toBeGreaterThan(late.fence);
    const stale = { ok: false, code: "stale_lease" };
    expect(await fixture.stub.renewGroup(late.group_id, late.fence)).toMatchObject(stale);
    expect(await fixture.stub.saveSelection(late.group_id, late.fence, ["n"])).toMatchObject(stale);
    expect(await fixture.stub.confirm(late.group_id, late.fence, counts(late))).toMatchObject(stale);
    expect(await fixture.stub.failGroup(late.group_id, late.fence, "x", "rejected")).toMatchObject(stale);
    expect(await fixture.stub.receipt("a")).toMatchObject({ state: "accepted", attempts: 0 });
    expect(await fixture.stub.confirm(next.group_id, next.fence, counts(next))).toEqual({
      ok: true,
      value: null,
    });
  });

  test("stay with a holder that renews", async () => {
    const fixture = await LedgerFixture.open();
    await fixture.stub.register(newBatch("a"));
    const group = await take(fixture);
    fixture.now += 40_000;
    expect(await fixture.stub.renewGroup(group.group_id, group.fence)).toMatchObject({
      value: { lease_until: fixture.now + 60_000 },
    });
    fixture.now += 40_000;
    expect((await fixture.stub.takeGroup("h2", LIMITS)).group).toBeNull();
  });

  test("confirm once: counts reach receipt and totals a single time", async () => {
    const fixture = await LedgerFixture.open();
    await fixture.stub.register(newBatch("a"));
    await fixture.stub.register(newBatch("b", { platform: "qcwy", received: 21 }));
    const group = await take(fixture);
    const counts = [
      { inserted: 15, changed: 3, duplicates: 2 },
      { inserted: 20, changed: 0, duplicates: 0 },
    ] as const;
    const done = [
      { ...counts[0], verdicts: "15n3c2u" },
      { ...counts[1], verdicts: "20n" },
    ];
    for (let times = 0; times < 2; times++) {
      expect(await fixture.stub.confirm(group.group_id, group.fence, done)).toEqual({
        ok: true,
        value: null,
      });
    }
    expect(await fixture.stub.receipt("a")).toMatchObject({
      state: "stored",
      ...counts[0],
      settled_at: fixture.now,
    });
    expect(await fixture.stub.status()).toMatchObject({
      waiting_batches: 0,
      waiting_rows: 0,
      oldest_waiting_at: null,
      by_platform: {
        boss: { batches: 1, received: 20, invalid: 0, ...counts[0] },
        qcwy: { batches: 1, received: 21, invalid: 1, ...counts[1] },
      },
    });
  });
});

describe("the status", () => {
  test("tells since when the oldest batch waits, frozen or not, of any data type", async () => {
    const fixture = await LedgerFixture.open();
    const oldest = async () => (await fixture.stub.status()).oldest_waiting_at;
    const first = fixture.now;
    await fixture.stub.register(newBatch("detail", { data_type: "job_detail" }));
    fixture.now += 1000;
    await fixture.stub.register(newBatch("job"));
    expect(await oldest()).toBe(first);
    const group = await take(fixture);
    expect(await oldest()).toBe(first);
    await fixture.stub.confirm(group.group_id, group.fence, counts(group));
    expect(await oldest()).toBe(ids(group)?.includes("detail") ? first + 1000 : first);
  });

  test("reads none of the batches that were stored in weeks", async () => {
    const fixture = await LedgerFixture.open();
    await runInDurableObject(fixture.stub, (_, { storage }) => {
      const plan = storage.sql.exec<{ detail: string }>(`EXPLAIN QUERY PLAN ${OLDEST_WAITING}`).toArray();
      const reads = plan.map(({ detail }) => detail).filter((detail) => /\b(batches|groups)\b/.test(detail));
      expect(reads.length).toBeGreaterThan(3);
      for (const detail of reads) expect(detail).toMatch(/USING (COVERING )?INDEX (batches|groups)_/);
    });
  });
});

describe("an outage", () => {
  test("backs off from base to cap for as long as it takes, counts no attempt, and keeps the group", async () => {
    const fixture = await LedgerFixture.open();
    await fixture.stub.register(newBatch("a"));
    let groupId = "";
    const waits: number[] = [];
    for (let tries = 0; tries < 50; tries++) {
      const group = await take(fixture);
      groupId ||= group.group_id;
      expect(group.group_id).toBe(groupId);
      const failed = await fixture.stub.failGroup(
        group.group_id,
        group.fence,
        "ClickHouse is down",
        "unavailable",
      );
      const waitMs = failed.ok ? failed.value.wait_ms : -1;
      waits.push(waitMs);
      expect(await fixture.stub.takeGroup("h1", LIMITS)).toEqual({ group: null, wait_ms: waitMs });
      fixture.now += waitMs;
    }
    expect(waits.slice(0, 8)).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
    expect(await fixture.stub.receipt("a")).toMatchObject({ state: "accepted", attempts: 0 });
    expect((await fixture.stub.status()).last_error).toBe("ClickHouse is down");
    const group = await take(fixture);
    await fixture.stub.confirm(group.group_id, group.fence, counts(group));
    expect((await fixture.stub.status()).last_error).toBeNull();
    await fixture.stub.register(newBatch("b"));
    const next = await take(fixture);
    expect(await fixture.stub.failGroup(next.group_id, next.fence, "again", "unavailable")).toMatchObject({
      value: { wait_ms: 1000 },
    });
  });

  test("is remembered through an eviction", async () => {
    const fixture = await LedgerFixture.open();
    await fixture.stub.register(newBatch("a"));
    const group = await take(fixture);
    await fixture.stub.failGroup(group.group_id, group.fence, "down", "unavailable");
    await evictDurableObject(fixture.stub);
    await fixture.attach();
    expect((await fixture.stub.takeGroup("h1", LIMITS)).wait_ms).toBe(1000);
  });
});

describe("a refused group", () => {
  /** Takes groups, refuses those with a poisoned batch and confirms the rest, until nothing is left or due. */
  async function drain(fixture: LedgerFixture, poisoned: string[]) {
    for (let rounds = 0; rounds < 200; rounds++) {
      const { group, wait_ms: waitMs } = await fixture.stub.takeGroup("h1", LIMITS);
      if (!group) {
        if (waitMs === null) return;
        fixture.now += waitMs;
      } else if (ids(group)?.some((id) => poisoned.includes(id))) {
        await fixture.stub.failGroup(group.group_id, group.fence, "Cannot parse", "rejected");
      } else {
        await fixture.stub.confirm(group.group_id, group.fence, counts(group));
      }
    }
    throw new Error("never drained");
  }

  test("is halved until the bad batch stands alone and dies; the rest is stored", async () => {
    const fixture = await LedgerFixture.open();
    for (let index = 0; index < 8; index++)
      await fixture.stub.register(newBatch(`b${index}`, { rows: 1, received: 1 }));
    await drain(fixture, ["b3", "b6"]);
    const dead = await fixture.stub.listDead(10);
    expect(dead.map((batch) => batch.batch_id)).toEqual(["b6", "b3"]);
    expect(dead[0]).toMatchObject({
      state: "dead",
      attempts: 3,
      error: "Cannot parse",
      settled_at: fixture.now,
    });
    expect(await fixture.stub.listDead(1, dead[0]?.seq)).toMatchObject([{ batch_id: "b3" }]);
    expect(await fixture.stub.status()).toMatchObject({
      dead_batches: 2,
      waiting_batches: 0,
      waiting_rows: 0,
      by_platform: { boss: { inserted: 6 } },
    });
  });

  test("gives up only the batches named as faulty", async () => {
    const fixture = await LedgerFixture.open();
    for (const id of ["a", "b", "c"]) await fixture.stub.register(newBatch(id));
    const group = await take(fixture);
    await fixture.stub.failGroup(group.group_id, group.fence, "spool object is missing", "rejected", ["b"]);
    const rest = await take(fixture);
    expect(ids(rest)).toEqual(["a", "c"]);
    expect(rest.group_id).not.toBe(group.group_id);
    await fixture.stub.confirm(rest.group_id, rest.fence, counts(rest));
    expect(await fixture.stub.takeGroup("h1", LIMITS)).toEqual({ group: null, wait_ms: 1000 });
    expect(await fixture.stub.receipt("b")).toMatchObject({ state: "frozen", attempts: 1 });
  });

  test("comes back from the dead letters alone, and is stored once it is good", async () => {
    const fixture = await LedgerFixture.open();
    await fixture.stub.register(newBatch("bad"));
    await drain(fixture, ["bad"]);
    await fixture.stub.register(newBatch("good"));
    expect(await fixture.stub.replayDead(["bad", "good", "unknown"])).toBe(1);
    expect(await fixture.stub.status()).toMatchObject({
      dead_batches: 0,
      waiting_batches: 2,
      waiting_rows: 40,
    });
    expect(ids(await take(fixture))).toEqual(["bad"]);
    fixture.now += 60_000;
    await drain(fixture, []);
    expect(await fixture.stub.receipt("bad")).toMatchObject({ state: "stored", attempts: 0, error: null });
  });

  test("is given up by a person: counted, and its spool object spent", async () => {
    const fixture = await LedgerFixture.open();
    await fixture.stub.register(newBatch("bad"));
    await drain(fixture, ["bad"]);
    const key = newBatch("bad").spool_key ?? "";
    expect(await fixture.stub.discardDead(["bad", "unknown"])).toEqual([key]);
    expect(await fixture.stub.discardDead(["bad"])).toEqual([]);
    expect(await fixture.stub.replayDead(["bad"])).toBe(0);
    expect(await fixture.stub.receipt("bad")).toMatchObject({ state: "discarded", error: "Cannot parse" });
    expect(await fixture.stub.survey([key])).toEqual({ unknown: [], spent: [key] });
    expect((await fixture.stub.register(newBatch("bad"))).replayed).toBe(true);
  });
});

describe("wake-ups", () => {
  test("come when the linger ends, once, and again when lost", async () => {
    const fixture = await LedgerFixture.open({ lingerMs: 5000 });
    await fixture.stub.register(newBatch("a"));
    await fixture.stub.register(newBatch("b"));
    expect(await fixture.alarmIn()).toBe(5000);
    fixture.now += 5000;
    await runDurableObjectAlarm(fixture.stub);
    expect(fixture.wakes).toEqual([{ kind: "ingest", cause: "ingest-ledger:alarm" }]);
    expect(await fixture.alarmIn()).toBe(30_000);
    await runDurableObjectAlarm(fixture.stub);
    expect(fixture.wakes).toHaveLength(1);
    fixture.now += 30_000;
    await runDurableObjectAlarm(fixture.stub);
    expect(fixture.wakes).toHaveLength(2);
  });

  test("come at once when a group is full", async () => {
    const fixture = await LedgerFixture.open({ lingerMs: 5000 });
    await fixture.stub.register(newBatch("a", { rows: 9000 }));
    expect(fixture.wakes).toHaveLength(0);
    await fixture.stub.register(newBatch("b", { rows: 1000 }));
    expect(fixture.wakes).toEqual([{ kind: "ingest", cause: "ingest-ledger:full" }]);
    await fixture.stub.register(newBatch("c", { rows: 9999 }));
    await fixture.stub.register(newBatch("d", { rows: 9999 }));
    expect(fixture.wakes).toHaveLength(1);
  });

  test("come when the holder's lease runs out", async () => {
    const fixture = await LedgerFixture.open();
    await fixture.stub.register(newBatch("a"));
    await take(fixture);
    await runDurableObjectAlarm(fixture.stub);
    expect(fixture.wakes).toHaveLength(0);
    expect(await fixture.alarmIn()).toBe(60_000);
    fixture.now += 60_000;
    await runDurableObjectAlarm(fixture.stub);
    expect(fixture.wakes).toHaveLength(1);
  });

  test("come after the backoff of an outage", async () => {
    const fixture = await LedgerFixture.open();
    await fixture.stub.register(newBatch("a"));
    const group = await take(fixture);
    await runDurableObjectAlarm(fixture.stub);
    await fixture.stub.failGroup(group.group_id, group.fence, "down", "unavailable");
    expect(await fixture.alarmIn()).toBe(1000);
    fixture.now += 1000;
    await runDurableObjectAlarm(fixture.stub);
    expect(fixture.wakes).toHaveLength(1);
  });

  test("are sent again soon when the queue refuses them", async () => {
    const fixture = await LedgerFixture.open();
    fixture.queueDown = true;
    await fixture.stub.register(newBatch("a"));
    fixture.now += 1;
    await runDurableObjectAlarm(fixture.stub);
    expect(await fixture.alarmIn()).toBe(1000);
    fixture.queueDown = false;
    fixture.now += 1000;
    await runDurableObjectAlarm(fixture.stub);
    expect(fixture.wakes).toHaveLength(1);
  });

  test("come after a restart, whatever message was lost with it", async () => {
    const fixture = await LedgerFixture.open();
    await fixture.stub.register(newBatch("a"));
    fixture.now += 1;
    await runDurableObjectAlarm(fixture.stub);
    expect(fixture.wakes).toHaveLength(1);
    await evictDurableObject(fixture.stub);
    await fixture.attach();
    await runDurableObjectAlarm(fixture.stub);
    expect(fixture.wakes).toHaveLength(2);
  });

  test("end when nothing waits: an idle ledger has no alarm", async () => {
    const fixture = await LedgerFixture.open();
    await fixture.stub.register(newBatch("a"));
    const group = await take(fixture);
    await fixture.stub.confirm(group.group_id, group.fence, counts(group));
    await runDurableObjectAlarm(fixture.stub);
    expect(fixture.wakes).toHaveLength(0);
    expect(await fixture.alarmIn()).toBeNull();
  });
});

describe("books", () => {
  test("tell known, unknown and spent spool objects apart", async () => {
    const fixture = await LedgerFixture.open();
    for (const id of ["stored", "waiting"]) {
      await fixture.stub.register(newBatch(id));
      if (id === "stored") {
        const group = await take(fixture);
        await fixture.stub.confirm(group.group_id, group.fence, counts(group));
      }
    }
    const key = (id: string) => newBatch(id).spool_key ?? "";
    const copy = "spool/2026-01-01/waiting.copy2.ndjson.br";
    expect(await fixture.stub.survey([key("stored"), key("waiting"), copy, key("new"), "spool/odd"])).toEqual(
      {
        unknown: [key("new")],
        spent: [key("stored"), copy],
      },
    );
  });

  test("forget settled batches after their time, and no others", async () => {
    const fixture = await LedgerFixture.open();
    await fixture.stub.register(newBatch("old"));
    const group = await take(fixture);
    await fixture.stub.confirm(group.group_id, group.fence, counts(group));
    await fixture.stub.register(newBatch("waiting"));
    fixture.now += 1000;
    await fixture.stub.register(newBatch("recent", { spool_key: null, rows: 0 }));
    expect(await fixture.stub.cleanUp(fixture.now - 1000)).toEqual({ deleted: 0, more: false });
    expect(await fixture.stub.cleanUp(fixture.now - 999)).toEqual({ deleted: 1, more: false });
    expect(await fixture.stub.receipt("old")).toBeNull();
    expect(await fixture.stub.receipt("waiting")).not.toBeNull();
    expect(await fixture.stub.receipt("recent")).not.toBeNull();
    expect((await fixture.stub.status()).by_platform.boss).toMatchObject({ batches: 3, inserted: 20 });
  });

  test("remember where the sweep stands", async () => {
    const fixture = await LedgerFixture.open();
    expect(await fixture.stub.sweepCursor()).toBeNull();
    await fixture.stub.saveSweepCursor("spool/x");
    expect(await fixture.stub.sweepCursor()).toBe("spool/x");
  });
});
