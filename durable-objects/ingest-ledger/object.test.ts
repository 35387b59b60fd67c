import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import {
  countsOf,
  idsOf,
  LedgerFixture,
  LIMITS,
  newBatch,
  take,
} from "../../tests/edge/ingest-ledger/ledger-fixture.ts";
import { OLDEST_WAITING } from "./batches.ts";

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
    await fixture.stub.confirm(group.group_id, group.fence, countsOf(group));
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
      expect(idsOf(group)).toEqual(expected);
      await fixture.stub.confirm(group.group_id, group.fence, countsOf(group));
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
    expect([idsOf(job), idsOf(company)]).toEqual([["job-1"], ["company-1"]]);
    expect(await fixture.stub.takeGroup("h3", LIMITS)).toEqual({ group: null, wait_ms: 60_000 });
    await fixture.stub.confirm(job.group_id, job.fence, countsOf(job));
    expect(idsOf(await take(fixture, "h3"))).toEqual(["job-2"]);
  });

  test("wait for more rows until the linger ends or the group is full", async () => {
    const fixture = await LedgerFixture.open({ lingerMs: 5000 });
    await fixture.stub.register(newBatch("a", { rows: 60 }));
    expect(await fixture.stub.takeGroup("h1", LIMITS)).toEqual({ group: null, wait_ms: 5000 });
    fixture.now += 1000;
    await fixture.stub.register(newBatch("b", { rows: 60 }));
    const group = await take(fixture);
    expect(idsOf(group)).toEqual(["a"]);
    await fixture.stub.confirm(group.group_id, group.fence, countsOf(group));
    expect((await fixture.stub.takeGroup("h1", LIMITS)).wait_ms).toBe(5000);
    fixture.now += 5000;
    expect(idsOf(await take(fixture))).toEqual(["b"]);
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
    expect(group && idsOf(group)).toEqual(["a", "b", "c"]);
    if (group) await fixture.stub.confirm(group.group_id, group.fence, countsOf(group));

    await fixture.stub.register(newBatch("d", { rows: 1000 }));
    const { group: next } = await fixture.stub.takeGroup("h1", limits);
    expect(next && idsOf(next)).toEqual(["d"]);
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
    expect(idsOf(second)).toEqual(["a"]);
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
    expect(await fixture.stub.confirm(late.group_id, late.fence, countsOf(late))).toMatchObject(stale);
    expect(await fixture.stub.failGroup(late.group_id, late.fence, "x", "rejected")).toMatchObject(stale);
    expect(await fixture.stub.receipt("a")).toMatchObject({ state: "accepted", attempts: 0 });
    expect(await fixture.stub.confirm(next.group_id, next.fence, countsOf(next))).toEqual({
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
    await fixture.stub.confirm(group.group_id, group.fence, countsOf(group));
    expect(await oldest()).toBe(idsOf(group)?.includes("detail") ? first + 1000 : first);
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

describe("books", () => {
  test("tell known, unknown and spent spool objects apart", async () => {
    const fixture = await LedgerFixture.open();
    for (const id of ["stored", "waiting"]) {
      await fixture.stub.register(newBatch(id));
      if (id === "stored") {
        const group = await take(fixture);
        await fixture.stub.confirm(group.group_id, group.fence, countsOf(group));
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
    await fixture.stub.confirm(group.group_id, group.fence, countsOf(group));
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
