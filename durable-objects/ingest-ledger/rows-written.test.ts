/** Rows written are most of the bill, and every page becomes a batch: what a batch may write is held here. */

import { runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { systemClock } from "../../shared/clock.ts";
import { LedgerFixture, newBatch, SETTINGS } from "../../tests/edge/ingest-ledger/ledger-fixture.ts";
import * as batches from "./batches.ts";
import * as outcome from "./group-outcome.ts";
import * as groups from "./groups.ts";
import type { LedgerContext } from "./schema.ts";

/** Two rows of indexes and one of the table on registration, one when it is stored, one when it is deleted. */
const ROWS_PER_BATCH = 5;

/** The batches are not urgent: an urgent one has a row in one more index. */
const LINGER_MS = 1000;

/** A context that adds up what its statements wrote; its time goes on with each look at the clock. */
function counting(storage: DurableObjectStorage): { context: LedgerContext; written: () => number } {
  const cursors: { rowsWritten: number }[] = [];
  const sql = new Proxy(storage.sql, {
    get(target, name) {
      if (name !== "exec") return Reflect.get(target, name);
      return (query: string, ...values: SqlStorageValue[]) => {
        const cursor = target.exec(query, ...values);
        cursors.push(cursor);
        return cursor;
      };
    },
  });
  let now = 1_000_000;
  return {
    context: {
      sql,
      atomically: (work) => storage.transactionSync(work),
      now: () => now++,
      random: systemClock.random,
      newId: systemClock.uuid,
      settings: () => ({ ...SETTINGS, lingerMs: LINGER_MS }),
    },
    written: () => cursors.splice(0).reduce((sum, { rowsWritten }) => sum + rowsWritten, 0),
  };
}

/** Rows written from the registration of so many batches to their deletion. */
async function rowsOf(count: number): Promise<number> {
  const { stub } = await LedgerFixture.open();
  return runInDurableObject(stub, (_object, { storage }) => {
    const { context, written } = counting(storage);
    for (let index = 0; index < count; index++) batches.register(context, newBatch(`b${index}`));
    const limits = { rows: 1e6, bytes: 1e6, batches: count };
    const { group } = groups.takeGroup(context, "h", limits);
    if (group?.batches.length !== count) throw new Error("the batches are not one group");
    const counts = group.batches.map(() => ({ inserted: 20, changed: 0, duplicates: 0, verdicts: "20n" }));
    expect(outcome.confirm(context, group.group_id, group.fence, counts).ok).toBe(true);
    expect(batches.status(context).by_platform.boss).toMatchObject({ batches: count, inserted: 20 * count });
    expect(batches.cleanUp(context, Number.MAX_SAFE_INTEGER)).toEqual({ deleted: count, more: false });
    return written();
  });
}

test("a batch writes five rows from its acceptance to its deletion; the rest is written once a group", async () => {
  const [few, many] = [await rowsOf(3), await rowsOf(53)];
  expect(many - few).toBe(50 * ROWS_PER_BATCH);
});

test("a number never comes back, and the totals stay right, when all batches are deleted", async () => {
  const { stub } = await LedgerFixture.open();
  await runInDurableObject(stub, (_object, { storage }) => {
    const { context } = counting(storage);
    const none = { spool_key: null, bytes: 0, rows: 0, received: 1 };
    const last = () => storage.sql.exec<{ seq: number }>("SELECT max(seq) AS seq FROM batches").one().seq;
    expect(batches.cleanUp(context, Number.MAX_SAFE_INTEGER)).toEqual({ deleted: 0, more: false });
    batches.register(context, newBatch("a", none));
    batches.register(context, newBatch("b", none));
    const before = last();
    expect(batches.cleanUp(context, Number.MAX_SAFE_INTEGER)).toEqual({ deleted: 2, more: false });
    batches.register(context, newBatch("c", none));
    expect(last()).toBe(before + 1);
    for (let times = 0; times < 2; times++)
      expect(batches.status(context).by_platform.boss).toMatchObject({ batches: 3, received: 3, invalid: 3 });
  });
});
