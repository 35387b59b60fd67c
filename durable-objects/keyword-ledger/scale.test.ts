import { reset, runInDurableObject } from "cloudflare:test";
import { afterEach, expect, test } from "vitest";
import { Rig } from "../../tests/edge/keyword-ledger/rig.ts";
import { seedKeywords } from "../../tests/edge/keyword-ledger/seed.ts";
import type { KeywordLedger } from "./object.ts";

afterEach(() => reset());

/** Rows that SQLite touches while `work` runs: the cost of it, whatever the machine. */
async function rowsTouched(
  keywords: number,
  work: (ledger: KeywordLedger, rig: Rig) => Promise<unknown>,
): Promise<number> {
  const rig = await Rig.start();
  rig.settings.lease.window = 20;
  await runInDurableObject(rig.stub, (ledger, { storage }) => {
    seedKeywords(storage.sql, keywords, rig.now);
    ledger.engine.work.forget();
  });
  await rig.api.claim("warm-up", 1);
  const touched = await runInDurableObject(rig.stub, async (ledger, { storage }) => {
    const { sql } = storage;
    const exec = sql.exec.bind(sql);
    const cursors: SqlStorageCursor<Record<string, SqlStorageValue>>[] = [];
    sql.exec = (query, ...values) => {
      const cursor = exec<never>(query, ...values);
      cursors.push(cursor);
      return cursor;
    };
    await work(ledger, rig);
    sql.exec = exec;
    return cursors.reduce((sum, cursor) => sum + cursor.rowsRead + cursor.rowsWritten, 0);
  });
  await reset();
  return touched;
}

const WORK: [string, Parameters<typeof rowsTouched>[1]][] = [
  ["a claim", (ledger) => ledger.claim("lane", 5)],
  ["a list", (ledger) => ledger.list({ state: "pending" }, 20)],
  ["stats", (ledger) => ledger.stats()],
  [
    "an alarm",
    (ledger, rig) => {
      rig.now += 60_000;
      return ledger.alarm();
    },
  ],
];

test.each(WORK)("%s touches no more rows among 20,000 keywords than among 500", async (_, work) => {
  const few = await rowsTouched(500, work);
  expect(few).toBeGreaterThan(0);
  expect(await rowsTouched(20_000, work)).toBeLessThanOrEqual(few * 1.1);
});
