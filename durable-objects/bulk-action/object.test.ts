/** The object of one bulk action on a clock of the test: selection, steps, rate, abort, lost holders, expiry. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import { systemClock } from "../../shared/clock.ts";
import type {
  BulkActionApi,
  BulkClaim,
  BulkReport,
  BulkRequest,
  BulkResult,
} from "../../shared/contracts/bulk.ts";
import { DAY_MS, MINUTE_MS, SECOND_MS } from "../../shared/time.ts";
import { bulkAction } from "./client.ts";

const ID = "5d0f1a86-2f5e-4a4c-9c3f-7f2f6f0f3c11";
const DONE: BulkResult = { outcome: "done", message: null };
/** Far ahead of the real time, so that no alarm fires by itself. */
const START = Date.UTC(2100, 0, 1);

let now = START;
let wakes: string[] = [];
let object: BulkActionApi;
const stub = () => env.BULK_ACTION.getByName(ID);

async function plug(): Promise<void> {
  await runInDurableObject(stub(), (instance) => {
    instance.clock = { ...systemClock, now: () => now, random: () => 0.5 };
    instance.sendWake = async ({ cause }) => void wakes.push(cause);
  });
}

async function evict(): Promise<void> {
  await evictDurableObject(stub());
  await plug();
}

beforeEach(async () => {
  now = START;
  wakes = [];
  object = bulkAction(env, ID);
  await runInDurableObject(stub(), (_, { storage }) => storage.deleteAll());
  await evict();
});

const ids = (count: number) => Array.from({ length: count }, (_, at) => `r${at + 1}`);
const create = (over: Partial<BulkRequest> = {}, named: string[] | null = ids(120)) =>
  object.create({
    id: ID,
    request: {
      ...{ noun: "tasks", action: "retry", priority: null, reason: null, rate: null },
      ...{ filter: named ? null : { state: "failed" }, ...over },
    },
    ids: named,
    user_id: "u1",
    scopes: null,
    label: "lin",
  });

async function claim(report: BulkReport | null = null): Promise<BulkClaim> {
  const claimed = await object.next(report, true);
  if (!claimed) throw new Error("nothing was handed out");
  return claimed;
}
const idsOf = ({ step }: BulkClaim) => (step.kind === "act" ? step.ids : []);
const acted = (claimed: BulkClaim, results = idsOf(claimed).map(() => DONE)): BulkReport => ({
  ...{ fence: claimed.fence, kind: "acted", results },
});
/** Takes all steps that are handed out. @returns the records, in order */
async function drain(report: BulkReport | null = null): Promise<string[]> {
  const seen: string[] = [];
  for (let next = await object.next(report, true); next; next = await object.next(acted(next), true))
    seen.push(...idsOf(next));
  return seen;
}
const outcomes = async () => {
  const counts: Record<string, number> = {};
  for (const { outcome } of await object.items(0, 10_000)) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
};

test("acts on each record once, in order, and keeps what was refused", async () => {
  await create();
  expect(wakes).toEqual(["created"]);
  const first = await claim();
  expect(idsOf(first)).toEqual(ids(50));
  const results = idsOf(first).map((_, at) =>
    at === 3 ? ({ outcome: "refused", message: "it runs" } as const) : DONE,
  );
  expect(await drain(acted(first, results))).toEqual(ids(120).slice(50));
  expect(await object.status()).toMatchObject({
    ...{ state: "done", total: 120, done: 119, refused: 1, left: 0, percent: 100, ended_at: START },
  });
  expect(await object.items(2, 2)).toEqual([
    { seq: 3, id: "r3", outcome: "done", message: null },
    { seq: 4, id: "r4", outcome: "refused", message: "it runs" },
  ]);
  expect((await object.items(0, 10, "refused")).map(({ seq }) => seq)).toEqual([4]);
  expect((await object.items(119, 10)).map(({ seq }) => seq)).toEqual([120]);
});

test("freezes a selection page by page; one without records is done", async () => {
  await create({}, null);
  const first = await claim();
  expect(first.step).toEqual({ kind: "select", cursor: null, limit: 500 });
  const second = await claim({ fence: first.fence, kind: "selected", ids: ids(500), cursor: "a" });
  expect(second.step).toMatchObject({ kind: "select", cursor: "a" });
  // The holder is lost: the next one begins at the same cursor.
  now += MINUTE_MS;
  await evict();
  const again = await claim();
  expect(again.step).toMatchObject({ kind: "select", cursor: "a" });
  expect(await object.next({ ...second, kind: "selected", ids: ["late"], cursor: null }, true)).toBeNull();
  const seen = await drain({ fence: again.fence, kind: "selected", ids: ["x"], cursor: null });
  expect(seen).toEqual([...ids(500), "x"]);
  expect(await object.status()).toMatchObject({ state: "done", total: 501, done: 501 });
});

test("an empty selection is done, and one over the limit fails without touching a record", async () => {
  await create({}, null);
  const only = await claim();
  expect(await object.next({ fence: only.fence, kind: "selected", ids: [], cursor: null }, true)).toBeNull();
  expect(await object.status()).toMatchObject({ state: "done", total: 0, percent: 100 });
});

test("a step whose holder is lost is repeated with the same records; the late report is dropped", async () => {
  await create();
  const lost = await claim();
  expect(await object.next(null, true)).toBeNull();
  now += MINUTE_MS;
  await runDurableObjectAlarm(stub());
  expect(wakes).toEqual(["created", "alarm"]);
  await evict();
  const again = await claim();
  expect(again.fence).toBeGreaterThan(lost.fence);
  expect(idsOf(again)).toEqual(idsOf(lost));
  expect(await object.next(acted(lost), true)).toBeNull();
  expect(await object.status()).toMatchObject({ done: 0, left: 120 });
  await drain(acted(again));
  expect(await outcomes()).toEqual({ done: 120 });
});

test("a wake-up that nobody answers is sent again", async () => {
  await create();
  for (let n = 0; n < 3; n++) {
    now += 30 * SECOND_MS;
    await runDurableObjectAlarm(stub());
  }
  expect(wakes).toEqual(["created", "alarm", "alarm", "alarm"]);
});

describe("abort", () => {
  test("lets the step that is under way end, and leaves the rest untouched", async () => {
    await create();
    const under = await claim();
    expect(await object.abort("lin")).toMatchObject({ state: "stopping", aborted_by: "lin" });
    expect(await object.next(acted(under), true)).toBeNull();
    expect(await object.status()).toMatchObject({ state: "aborted", done: 50, left: 70, unknown: 0 });
    expect(await outcomes()).toEqual({ done: 50, untouched: 70 });
    // It stays so.
    expect(await object.next(null, true)).toBeNull();
    expect(await object.abort("wei")).toMatchObject({ aborted_by: "lin" });
  });

  test("between two steps it ends at once", async () => {
    await create();
    expect(await object.next(acted(await claim()), false)).toBeNull();
    expect(await object.abort("lin")).toMatchObject({ state: "aborted", done: 50, left: 70 });
  });

  test("tells the records of a lost step as unknown, for they may have been acted on", async () => {
    await create();
    await claim();
    await object.abort("lin");
    now += MINUTE_MS;
    await runDurableObjectAlarm(stub());
    expect(await object.status()).toMatchObject({ state: "aborted", done: 0, unknown: 50, left: 70 });
    expect(await outcomes()).toEqual({ unknown: 50, untouched: 70 });
    expect(wakes.at(-1), "the list learns of the end").toBe("aborted");
  });

  test("ends a selection, of which nothing was touched", async () => {
    await create({}, null);
    const under = await claim();
    expect(await object.abort("lin")).toMatchObject({ state: "aborted" });
    const late = await object.next({ fence: under.fence, kind: "selected", ids: ["a"], cursor: null }, true);
    expect(late).toBeNull();
    expect(await object.status()).toMatchObject({ state: "aborted", total: 0 });
  });
});

test("100 now, then 100 a minute; a minute in which nothing ran is not made up for", async () => {
  await create({ rate: { first: 100, per_minute: 100 } }, ids(450));
  expect(await drain()).toHaveLength(100);
  expect(await object.status()).toMatchObject({ done: 100, next_at: START + MINUTE_MS, left_s: 240 });
  now += MINUTE_MS - 1;
  expect(await drain()).toEqual([]);
  now += 1;
  await runDurableObjectAlarm(stub());
  expect(wakes.at(-1)).toBe("alarm");
  expect(await drain()).toHaveLength(100);
  now += 10 * MINUTE_MS;
  expect(await drain()).toHaveLength(100);
  // A step that is repeated uses nothing more of the minute.
  now += MINUTE_MS;
  const lost = await claim();
  now += MINUTE_MS;
  const again = await claim();
  expect(idsOf(again)).toEqual(idsOf(lost));
  await drain(acted(again));
  now += MINUTE_MS;
  await drain();
  expect(await outcomes()).toEqual({ done: 450 });
});

test("a step that fails is tried again later, and the action fails at last with its records told", async () => {
  await create();
  let fails = 0;
  for (;;) {
    const next = await object.next(null, true);
    if (!next) break;
    expect(idsOf(next)).toHaveLength(50);
    expect(
      await object.next({ fence: next.fence, kind: "failed", message: "away", final: false }, true),
    ).toBeNull();
    // Too early: nothing is handed out before its time.
    if (fails++ === 0) expect(await object.next(null, true)).toBeNull();
    now += 5 * MINUTE_MS;
    // The wake-up comes by the alarm, and must not put the step off.
    await runDurableObjectAlarm(stub());
  }
  expect(fails).toBe(12);
  expect(await object.status()).toMatchObject({ state: "failed", error: "away", unknown: 50, left: 70 });
});

test("a failure that is final ends it", async () => {
  await create();
  const { fence } = await claim();
  await object.next({ fence, kind: "failed", message: "lin may no longer do this", final: true }, true);
  expect(await object.status()).toMatchObject({ state: "failed", error: "lin may no longer do this" });
});

test("steps get as large as they are quick", async () => {
  await create({}, ids(2000));
  let next = await claim();
  const sizes: number[] = [];
  for (const took of [10, 10, 10, 10, 900, 900, 500]) {
    sizes.push(idsOf(next).length);
    now += took;
    next = await claim(acted(next));
  }
  expect(sizes.slice(0, 4)).toEqual([50, 100, 200, 150]);
  const { done } = (await object.status()) ?? { done: 0 };
  expect(done).toBe(sizes.reduce((sum, size) => sum + size, 0));
});

test("deletes itself 30 days after its end, and ends after 7 days in any case", async () => {
  await create({ rate: { first: 1, per_minute: 1 } });
  await drain();
  now = START + 7 * DAY_MS;
  await runDurableObjectAlarm(stub());
  expect(await object.status()).toMatchObject({ state: "expired", done: 1, left: 119 });
  expect(wakes.at(-1), "the list learns of the end").toBe("expired");
  now += 30 * DAY_MS - 1;
  await runDurableObjectAlarm(stub());
  expect(await outcomes()).toEqual({ done: 1, untouched: 119 });
  now += 1;
  await runDurableObjectAlarm(stub());
  expect(await object.status()).toBeNull();
  expect(await object.items(0, 10)).toEqual([]);
  expect(await runInDurableObject(stub(), (_, { storage }) => storage.getAlarm())).toBeNull();
});

test("creating it again changes nothing", async () => {
  await create();
  await drain(acted(await claim()));
  expect(await create({ action: "skip" }, ["other"])).toMatchObject({
    action: "retry",
    state: "done",
    total: 120,
  });
});
