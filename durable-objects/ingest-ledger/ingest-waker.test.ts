import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import { countsOf, LedgerFixture, newBatch, take } from "../../tests/edge/ingest-ledger/ledger-fixture.ts";

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
    await fixture.stub.confirm(group.group_id, group.fence, countsOf(group));
    await runDurableObjectAlarm(fixture.stub);
    expect(fixture.wakes).toHaveLength(0);
    expect(await fixture.alarmIn()).toBeNull();
  });
});
