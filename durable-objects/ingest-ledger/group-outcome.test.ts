/** Groups that were not stored: ClickHouse is away, or refuses them. */
import { evictDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import {
  countsOf,
  idsOf,
  LedgerFixture,
  LIMITS,
  newBatch,
  take,
} from "../../tests/edge/ingest-ledger/ledger-fixture.ts";

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
    await fixture.stub.confirm(group.group_id, group.fence, countsOf(group));
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
      } else if (idsOf(group)?.some((id) => poisoned.includes(id))) {
        await fixture.stub.failGroup(group.group_id, group.fence, "Cannot parse", "rejected");
      } else {
        await fixture.stub.confirm(group.group_id, group.fence, countsOf(group));
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
    expect(idsOf(rest)).toEqual(["a", "c"]);
    expect(rest.group_id).not.toBe(group.group_id);
    await fixture.stub.confirm(rest.group_id, rest.fence, countsOf(rest));
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
    expect(idsOf(await take(fixture))).toEqual(["bad"]);
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
