/** Rows written are most of the bill: what a company writes on its way through the queue is held here. */
import { runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { CompanyRig, company } from "../../tests/edge/company-ledger/rig.ts";
import { WorkTable } from "../lease-engine/work-table.ts";
import { claim, collect, release, settleClean } from "./cleaning.ts";
import { openTables } from "./tables.ts";

/** A company costs this many rows of tables and indexes, from its posting to its stored page. */
const ROWS_PER_COMPANY = 20;

test("a company that is seen, fetched and stored writes a fixed number of rows", async () => {
  const rig = await CompanyRig.start();
  const written = await runInDurableObject(rig.stub, (ledger, { storage }) => {
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
    const rules = {
      pickOrder: ["partial", "failed", "pending"],
      queuedState: "queued",
      runningState: "running",
      stateWhenDue: (state: string) => state,
      msPerPriority: 1,
      maxAgeMs: 1,
    };
    const work = new WorkTable(sql, rules, ledger.settings.lease);
    const tables = openTables(
      sql,
      work,
      () => "boss",
      () => ledger.settings.limits,
      () => "run",
    );
    const clean = (count: number, from: number): number => {
      for (let at = 0; at < count; at++) collect(tables, company(from + at), from);
      release(tables, count, from);
      work.fill(from);
      for (const item of work.lease("edge:test", count, from)) {
        claim(tables, item, "boss", "run", from);
        expect(settleClean(tables, item, "stored", ledger.settings, from, 0.5).ok).toBe(true);
      }
      return cursors.splice(0).reduce((sum, { rowsWritten }) => sum + rowsWritten, 0);
    };
    return [clean(3, 1000), clean(23, 2000)] as const;
  });
  expect((written[1] - written[0]) / 20).toBe(ROWS_PER_COMPANY);
});
