import { beforeEach, describe, expect, test } from "vitest";
import { IngestFixture, rawRows } from "../../tests/edge/ingest/ingest-fixture.ts";
import { consumePushes, type OpenTarget } from "./consume.ts";
import type { Delivery } from "./deliver.ts";

const TARGET = "target-1";
const sent: { body: string; key: string; url: string }[] = [];
const ok: Delivery = { end: { done: true }, status: 200, tookMs: 1 };
const fails: Delivery = {
  end: { done: false, kind: "target", error: "the target answered 503" },
  status: 503,
  tookMs: 1,
};
const target: OpenTarget = {
  id: TARGET,
  url: "https://hooks.warehouse.com/",
  secret: "s",
  enabled: true,
  deletedAt: null,
};

let fixture: IngestFixture;
let answer: (body: string) => Delivery | Promise<Delivery>;
let known: OpenTarget | null;

beforeEach(async () => {
  fixture = await IngestFixture.open();
  fixture.pushTo = TARGET;
  sent.length = 0;
  answer = () => ok;
  known = target;
});

const push = (budgetMs = 60_000) =>
  consumePushes(
    {
      ledger: fixture.ledger.stub,
      store: fixture.store,
      target: async () => known,
      sender: {
        post: async ({ url }, body, key) => {
          sent.push({ body, key, url });
          return answer(body);
        },
      },
      clock: fixture.clock,
      logger: fixture.logger,
    },
    TARGET,
    budgetMs,
  );
const counts = async () => (await fixture.ledger.stub.endpointStates())[0];

test("a stored batch is sent as it came, and its spool object goes once it arrived", async () => {
  const rows = [...rawRows(3), { id: "x", title: '引号" \\', big: 12345678901234567890n.toString() }];
  await fixture.accept("batch-1", rows);
  await fixture.consume();
  expect(await fixture.spoolKeys()).toHaveLength(1);
  expect(await push()).toEqual({ pushed: 1, failed: 0 });
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({ key: "batch-1", url: target.url });
  expect(JSON.parse(sent[0]?.body ?? "")).toEqual({
    upload_id: "batch-1",
    part: 0,
    batch_id: null,
    platform: "boss",
    channel: "web",
    data_type: "job",
    rows,
  });
  expect(await fixture.spoolKeys()).toEqual([]);
  expect(await push()).toEqual({ pushed: 0, failed: 0 });
});

test("without a target nothing waits and the spool is emptied at once", async () => {
  fixture.pushTo = null;
  await fixture.accept("batch-1", rawRows(2));
  await fixture.consume();
  expect(await fixture.spoolKeys()).toEqual([]);
  expect(await push()).toEqual({ pushed: 0, failed: 0 });
  expect(sent).toEqual([]);
});

test("a failing target gets no more pushes; everything arrives once it works again", async () => {
  for (let n = 0; n < 9; n++) await fixture.accept(`batch-${n}`, rawRows(2, `r${n}`));
  await fixture.consume();
  answer = () => fails;
  await push();
  // Only the two pushes in flight were sent; none of the others was tried.
  expect(sent.length).toBeLessThanOrEqual(2);
  expect(await counts()).toMatchObject({ waiting: 9, dead: 0, last_error: "the target answered 503" });
  answer = () => ok;
  fixture.ledger.now = (await counts())?.next_try_at ?? 0;
  expect(await push()).toEqual({ pushed: 9, failed: 0 });
  expect(new Set(sent.map(({ key }) => key)).size).toBe(9);
  expect(await fixture.spoolKeys()).toEqual([]);
});

test("a target that never answers does not hold up the ingest", async () => {
  await fixture.accept("batch-0", rawRows(2, "first"));
  await fixture.consume();
  const hanging = Promise.withResolvers<Delivery>();
  const called = Promise.withResolvers<void>();
  answer = () => {
    called.resolve();
    return hanging.promise;
  };
  const pushing = push();
  await called.promise;
  for (let n = 1; n <= 20; n++) {
    await fixture.accept(`batch-${n}`, rawRows(5, `r${n}`));
    expect(await fixture.consume()).toMatchObject({ batches: 1, stored: 5, stopped: "idle" });
  }
  expect(await fixture.ledger.stub.status()).toMatchObject({ waiting_batches: 0 });
  expect(await counts()).toMatchObject({ waiting: 21, delivered: 0 });
  answer = () => ok;
  hanging.resolve(fails);
  await pushing;
  fixture.ledger.now = ((await counts())?.next_try_at ?? 0) + 1;
  await push();
  expect(await counts()).toMatchObject({ waiting: 0, delivered: 21 });
});

test("a consumer whose time is over lets the next be woken at once", async () => {
  for (let n = 0; n < 6; n++) await fixture.accept(`batch-${n}`, rawRows(2, `r${n}`));
  await fixture.consume();
  answer = () => {
    fixture.ledger.now += 3000;
    return ok;
  };
  expect(await push(10_000)).toMatchObject({ pushed: 4 });
  expect(await fixture.ledger.alarmIn()).toBeLessThanOrEqual(1);
  expect(await push()).toMatchObject({ pushed: 2 });
});

test("a crash before the answer was recorded sends the batch again under the same key", async () => {
  await fixture.accept("batch-1", rawRows(2));
  await fixture.consume();
  answer = () => {
    throw new Error("the isolate died");
  };
  await expect(push()).rejects.toThrow("died");
  answer = () => ok;
  expect(await push()).toEqual({ pushed: 0, failed: 0 });
  fixture.ledger.now += 120_000;
  expect(await push()).toEqual({ pushed: 1, failed: 0 });
  expect(sent.map(({ key }) => key)).toEqual(["batch-1", "batch-1"]);
  expect(sent[0]?.body).toBe(sent[1]?.body);
});

test("a push whose rows are no longer in the spool fails with that reason", async () => {
  await fixture.accept("batch-1", rawRows(2));
  await fixture.consume();
  await fixture.store.delete(await fixture.spoolKeys());
  expect(await push()).toEqual({ pushed: 0, failed: 1 });
  expect(await fixture.ledger.stub.deadDelivery(TARGET, "batch-1")).toMatchObject({
    error: "the rows are no longer in the spool",
  });
});

describe("a target that is", () => {
  test.each([
    ["disabled", { ...target, enabled: false }, { waiting: 1, dead: 0 }],
    ["deleted", { ...target, deletedAt: 1 }, { waiting: 0, dead: 1 }],
    ["unknown", null, { waiting: 0, dead: 1 }],
  ])("%s gets nothing", async (_, row, left) => {
    await fixture.accept("batch-1", rawRows(2));
    await fixture.consume();
    known = row;
    expect(await push()).toEqual({ pushed: 0, failed: 0 });
    expect(sent).toEqual([]);
    expect(await counts()).toMatchObject(left);
    expect(await fixture.spoolKeys()).toHaveLength(1);
  });
});
