import { evictDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import { GROUP_LIMITS } from "../../shared/contracts/ingest-ledger.ts";
import { IngestFixture, rawRows } from "../../tests/edge/ingest/ingest-fixture.ts";
import type { ConsumeServices } from "./ingest-services.ts";
import type { IngestTable } from "./line-inserter.ts";
import { packSpool, unpackSpool } from "./pack-spool.ts";

const keysOf = (ingest: IngestFixture, table: IngestTable, name = "job_key") =>
  ingest.inserter.rows(table).map((row) => row[name]);
const verdicts = (ingest: IngestFixture) => ingest.inserter.rows("job_sightings").map((row) => row.verdict);

describe("a group", () => {
  test("goes into each table once, is confirmed and leaves the spool", async () => {
    const ingest = await IngestFixture.open();
    const accepted = await ingest.accept("batch-1", rawRows(10));
    await ingest.accept("batch-2", rawRows(10, "more"));
    expect(await ingest.consume()).toEqual({
      groups: 1,
      batches: 2,
      stored: 20,
      duplicates: 0,
      stopped: "idle",
    });
    const { inserter } = ingest;
    expect(inserter.inserts.map(({ table, lines }) => [table, lines])).toEqual([
      ["jobs", 20],
      ["companies", 7],
      ["raw_jobs", 20],
      ["job_sightings", 20],
    ]);
    expect(new Set(inserter.inserts.map(({ token }) => token.split(":")[0])).size).toBe(1);
    expect(inserter.rows("job_sightings")[0]).toEqual({
      platform: "boss",
      job_key: "job-0",
      keyword_id: "00000000-0000-8000-8000-000000000001",
      keyword: "Python",
      search_city: "北京",
      run_id: "run-1",
      upload_id: "batch-1",
      part: 0,
      verdict: "new",
      seen_at: "2026-11-22 01:02:03.456",
    });
    expect(await ingest.spoolKeys()).toEqual([]);
    expect(await ingest.ledger.stub.receipt("batch-1")).toMatchObject({ state: "stored", inserted: 10 });
    expect(await ingest.seen.check("boss", "job", accepted.entries)).toEqual(new Array(10).fill("unchanged"));
    expect(await ingest.seen.count("boss", "employer")).toBe(7);
  });

  test("takes company pages into their own tables", async () => {
    const ingest = await IngestFixture.open();
    await ingest.accept("batch-1", [{ id: "c1", title: "公司" }], { data_type: "company" });
    await ingest.consume();
    expect(ingest.inserter.inserts.map(({ table, lines }) => [table, lines])).toEqual([
      ["companies", 1],
      ["raw_companies", 1],
    ]);
    expect(await ingest.seen.count("boss", "company")).toBe(1);
  });

  test("stores what today's parser reads of an employer also where its posting is unchanged", async () => {
    const ingest = await IngestFixture.open();
    await ingest.accept("batch-1", [{ id: "j1", company: "c1" }]);
    await ingest.consume();
    await ingest.accept("batch-2", [{ id: "j1", company: "c1", employer: "read anew" }]);
    await ingest.consume();
    expect(ingest.inserter.rows("raw_jobs")).toHaveLength(1);
    expect(ingest.inserter.rows("companies").map(({ name }) => name)).toEqual(["c1", "read anew"]);
  });

  test("takes postings' own pages into their own tables, beside what lists show of the same postings", async () => {
    const ingest = await IngestFixture.open();
    await ingest.accept("batch-1", rawRows(3));
    await ingest.accept("batch-2", rawRows(3), { data_type: "job_detail" });
    await ingest.drain();
    expect(keysOf(ingest, "job_details")).toEqual(keysOf(ingest, "jobs"));
    expect(keysOf(ingest, "raw_job_details")).toHaveLength(3);
    expect(keysOf(ingest, "raw_jobs")).toHaveLength(3);
    expect(verdicts(ingest)).toHaveLength(3);
    await ingest.accept("batch-3", rawRows(3), { data_type: "job_detail" });
    await ingest.drain();
    expect(keysOf(ingest, "job_details")).toHaveLength(3);
    expect(await ingest.ledger.stub.receipt("batch-3")).toMatchObject({ inserted: 0, duplicates: 3 });
  });

  test("tells stored rows from new and changed ones", async () => {
    const ingest = await IngestFixture.open();
    const rows = rawRows(3);
    await ingest.accept("batch-1", rows);
    await ingest.consume();
    await ingest.accept("batch-2", [
      { ...rows[0], token: "t2" },
      { ...rows[1], title: "改" },
      ...rawRows(1, "x"),
    ]);
    expect(await ingest.consume()).toMatchObject({ stored: 2, duplicates: 1 });
    expect(keysOf(ingest, "jobs").slice(3)).toEqual(["job-1", "x-0"]);
    expect(keysOf(ingest, "raw_jobs").slice(3)).toEqual(["job-1", "x-0"]);
    expect(verdicts(ingest).slice(3)).toEqual(["unchanged", "changed", "new"]);
    expect(await ingest.ledger.stub.receipt("batch-2")).toMatchObject({
      inserted: 1,
      changed: 1,
      duplicates: 1,
    });
    expect((await ingest.ledger.stub.status()).by_platform.boss).toEqual({
      batches: 2,
      received: 6,
      inserted: 4,
      changed: 1,
      duplicates: 1,
      invalid: 0,
    });
  });

  test("finds repeats inside itself: same content once, each change in order", async () => {
    const ingest = await IngestFixture.open();
    const row = { id: "j", title: "A" };
    await ingest.accept("batch-1", [row, row, { ...row, title: "B" }]);
    const last = await ingest.accept("batch-2", [{ ...row, title: "B" }, row]);
    expect(await ingest.consume()).toMatchObject({ stored: 3, duplicates: 2 });
    expect(verdicts(ingest)).toEqual(["new", "duplicate", "changed", "duplicate", "changed"]);
    expect(ingest.inserter.rows("jobs").map((job) => job.title)).toEqual(["A", "B", "A"]);
    expect(await ingest.seen.check("boss", "job", last.entries.slice(1))).toEqual(["unchanged"]);
    expect(await ingest.ledger.stub.receipt("batch-2")).toMatchObject({
      inserted: 0,
      changed: 1,
      duplicates: 1,
    });
  });

  test("of an upload sent again with two versions of one key changes nothing", async () => {
    const ingest = await IngestFixture.open();
    const rows = [{ id: "j", title: "A" }, { id: "k" }, { id: "j", title: "B" }];
    const stored = () => ingest.inserter.rows("raw_jobs").length;
    await ingest.accept("first", rows);
    await ingest.drain();
    expect(stored()).toBe(3);
    for (const again of ["second", "third"]) {
      await ingest.accept(again, rows);
      await ingest.drain();
      expect(await ingest.ledger.stub.receipt(again)).toMatchObject({
        inserted: 0,
        changed: 0,
        duplicates: 3,
      });
    }
    expect(stored()).toBe(3);
    expect(verdicts(ingest).slice(3, 6)).toEqual(["duplicate", "unchanged", "unchanged"]);
  });

  test("knows an upload sent again beside the first one, and when its versions lie in two parts", async () => {
    const ingest = await IngestFixture.open();
    const part = (id: string, part: number) => ({ upload: { id, part, offset: part, ip: "192.0.2.1" } });
    const send = async (id: string) => {
      await ingest.accept(`${id}.0`, [{ id: "j", title: "A" }], part(id, 0));
      await ingest.accept(`${id}.1`, [{ id: "j", title: "B" }], part(id, 1));
    };
    await send("one");
    await send("two");
    await ingest.drain();
    expect(ingest.inserter.rows("jobs").map(({ title }) => title)).toEqual(["A", "B"]);
    await send("three");
    await ingest.drain();
    expect(ingest.inserter.rows("jobs")).toHaveLength(2);
    // Content that is new is stored, also where an older version stands before it.
    await ingest.accept("four", [
      { id: "j", title: "A" },
      { id: "j", title: "C" },
    ]);
    await ingest.drain();
    expect(ingest.inserter.rows("jobs").map(({ title }) => title)).toEqual(["A", "B", "A", "C"]);
  });

  test("sees what the group before it stored", async () => {
    const ingest = await IngestFixture.open();
    // Two rows of two lines each are more than one group takes.
    const rows = rawRows(2).map((row) => ({ ...row, title: "x".repeat(GROUP_LIMITS.bytes / 4) }));
    for (const batchId of ["batch-1", "batch-2", "batch-3"]) await ingest.accept(batchId, rows);
    expect(await ingest.consume()).toMatchObject({ groups: 3, batches: 3, stored: 2, duplicates: 4 });
    expect(keysOf(ingest, "jobs")).toEqual(["job-0", "job-1"]);
  });

  test("holds 10,000 rows", async () => {
    const ingest = await IngestFixture.open();
    await ingest.accept("batch-1", rawRows(10_000));
    expect(await ingest.consume()).toMatchObject({ groups: 1, stored: 10_000 });
    await ingest.accept("batch-2", rawRows(10_000));
    expect(await ingest.consume()).toMatchObject({ groups: 1, stored: 0, duplicates: 10_000 });
    expect(keysOf(ingest, "raw_jobs")).toHaveLength(10_000);
    expect(verdicts(ingest)).toHaveLength(20_000);
  });
});

describe("a consumer cut off", () => {
  test.each(["before-commit", "after-commit"] as const)(
    "%s at any table: the retry sends the same rows under the same token",
    async (fault) => {
      const tables: IngestTable[] = ["jobs", "companies", "raw_jobs", "job_sightings"];
      for (const failing of tables) {
        const ingest = await IngestFixture.open();
        await ingest.accept("batch-1", rawRows(5));
        await ingest.consume();
        await ingest.accept("batch-2", rawRows(8));
        let armed = true;
        ingest.inserter.fault = (table) => {
          if (table !== failing || !armed) return null;
          armed = false;
          return fault;
        };
        const report = await ingest.consume();
        expect(report.stopped).toBe("unavailable");
        await ingest.accept("batch-3", rawRows(8));
        await ingest.drain();
        expect(keysOf(ingest, "jobs")).toHaveLength(8);
        expect(new Set(keysOf(ingest, "raw_jobs")).size).toBe(8);
        expect(keysOf(ingest, "raw_jobs")).toHaveLength(8);
        expect(verdicts(ingest)).toHaveLength(21);
        expect(await ingest.ledger.stub.receipt("batch-2")).toMatchObject({ inserted: 3, duplicates: 5 });
      }
    },
  );

  test("after the insert, before the index is marked: verdicts stay as they were frozen", async () => {
    const ingest = await IngestFixture.open();
    await ingest.accept("batch-1", rawRows(5));
    const seen = { check: ingest.seen.check, mark: () => Promise.reject(new Error("killed")) };
    expect(await ingest.consume({}, { seen })).toMatchObject({ stopped: "unavailable" });
    await evictDurableObject(ingest.ledger.stub);
    await ingest.ledger.attach();
    await ingest.drain();
    expect(keysOf(ingest, "jobs")).toHaveLength(5);
    expect(verdicts(ingest)).toEqual(new Array(5).fill("new"));
  });

  test("after the mark, before the confirmation: the repeat still inserts the frozen rows", async () => {
    const ingest = await IngestFixture.open();
    await ingest.accept("batch-1", rawRows(5));
    const { stub } = ingest.ledger;
    const ledger: ConsumeServices["ledger"] = {
      takeGroup: (holder, limits) => stub.takeGroup(holder, limits),
      renewGroup: (groupId, fence) => stub.renewGroup(groupId, fence),
      saveSelection: (groupId, fence, selection) => stub.saveSelection(groupId, fence, selection),
      confirm: () => Promise.reject(new Error("killed")),
      failGroup: () => Promise.reject(new Error("killed")),
    };
    await expect(ingest.consume({}, { ledger })).rejects.toThrow("killed");
    expect(await ingest.consume()).toMatchObject({ groups: 0, stopped: "idle" });
    ingest.ledger.now += 60_000;
    expect(await ingest.consume()).toMatchObject({ groups: 1, stored: 5 });
    expect(keysOf(ingest, "jobs")).toHaveLength(5);
    expect(verdicts(ingest)).toEqual(new Array(5).fill("new"));
    expect(await ingest.ledger.stub.receipt("batch-1")).toMatchObject({ state: "stored", inserted: 5 });
  });

  test("past its lease: the next holder stores the group, the late one confirms nothing", async () => {
    const ingest = await IngestFixture.open();
    await ingest.accept("batch-1", rawRows(5));
    let late = true;
    ingest.inserter.fault = (table) => {
      if (table === "job_sightings" && late) {
        late = false;
        ingest.ledger.now += 60_000;
        overtaken = ingest.consume({ holder: "second" });
      }
      return null;
    };
    let overtaken: Promise<unknown> | null = null;
    const mark = async (...call: Parameters<typeof ingest.seen.mark>) => {
      await overtaken;
      return ingest.seen.mark(...call);
    };
    const first = await ingest.consume({ holder: "first" }, { seen: { check: ingest.seen.check, mark } });
    expect(first).toMatchObject({ groups: 0 });
    expect(await overtaken).toMatchObject({ groups: 1, stored: 5 });
    expect(keysOf(ingest, "jobs")).toHaveLength(5);
    expect((await ingest.ledger.stub.status()).by_platform.boss).toMatchObject({ inserted: 5 });
    expect(ingest.logs).toContainEqual(expect.objectContaining({ message: "ingest.group-lost" }));
  });

  test("renews its lease on the way when inserts are slow", async () => {
    const ingest = await IngestFixture.open();
    await ingest.accept("batch-1", rawRows(5));
    ingest.inserter.fault = () => {
      ingest.ledger.now += 31_000;
      return null;
    };
    expect(await ingest.consume()).toMatchObject({ groups: 1, stored: 5 });
  });

  test("begins no group past its time", async () => {
    const ingest = await IngestFixture.open();
    await ingest.accept("batch-1", rawRows(1));
    expect(await ingest.consume({ timeMs: 0 })).toMatchObject({ groups: 0, stopped: "budget" });
    expect(await ingest.consume({ subrequests: 800 })).toMatchObject({ groups: 0, stopped: "budget" });
    expect(await ingest.ledger.stub.receipt("batch-1")).toMatchObject({ state: "accepted" });
  });
});

describe("an outage of ClickHouse", () => {
  test("of any length loses nothing and costs no attempt", async () => {
    const ingest = await IngestFixture.open();
    let down = true;
    ingest.inserter.fault = () => (down ? "before-commit" : null);
    for (let index = 0; index < 10; index++) {
      await ingest.accept(`batch-${index}`, rawRows(5, `p${index}`));
      expect(await ingest.consume()).toMatchObject({ groups: 0 });
      ingest.ledger.now += 60_000;
    }
    expect(await ingest.ledger.stub.status()).toMatchObject({
      waiting_batches: 10,
      waiting_rows: 50,
      dead_batches: 0,
    });
    expect((await ingest.ledger.stub.status()).last_error).toBe("connection refused");
    down = false;
    await ingest.drain();
    expect(new Set(keysOf(ingest, "jobs")).size).toBe(50);
    expect(keysOf(ingest, "jobs")).toHaveLength(50);
    expect(await ingest.spoolKeys()).toEqual([]);
    expect(await ingest.ledger.stub.status()).toMatchObject({ waiting_batches: 0, last_error: null });
  });

  test("counts an R2 that does not answer the same way", async () => {
    const ingest = await IngestFixture.open();
    await ingest.accept("batch-1", rawRows(5));
    const store = { ...ingest.store, getBytes: () => Promise.reject(new Error("R2 is away")) };
    expect(await ingest.consume({}, { store })).toMatchObject({ stopped: "unavailable" });
    await ingest.drain();
    expect(keysOf(ingest, "jobs")).toHaveLength(5);
  });
});

describe("a batch that ClickHouse refuses", () => {
  const poison = (_table: IngestTable, lines: string[]) =>
    lines.some((line) => line.includes("poison")) ? "rejected" : null;

  test("is refused by a typed table before any other one sees it", async () => {
    const ingest = await IngestFixture.open();
    const tried: IngestTable[] = [];
    ingest.inserter.fault = (table) => {
      tried.push(table);
      return table === "companies" ? "rejected" : null;
    };
    await ingest.accept("batch-1", [{ id: "j1", company: "c1" }]);
    await ingest.drain();
    expect(new Set(tried)).toEqual(new Set(["jobs", "companies"]));
    expect(await ingest.ledger.stub.receipt("batch-1")).toMatchObject({ state: "dead" });
  });

  test("is isolated into the dead letters; all others are stored", async () => {
    const ingest = await IngestFixture.open();
    ingest.inserter.fault = poison;
    for (let index = 0; index < 9; index++) {
      await ingest.accept(`batch-${index}`, index === 4 ? [{ id: "poison" }] : rawRows(3, `p${index}`));
    }
    await ingest.drain();
    expect(new Set(keysOf(ingest, "jobs")).size).toBe(24);
    expect(await ingest.ledger.stub.listDead(10)).toMatchObject([
      { batch_id: "batch-4", error: "Cannot parse input" },
    ]);
    const key = (await ingest.ledger.stub.receipt("batch-4"))?.spool_key ?? "";
    expect(await ingest.spoolKeys()).toEqual([key]);

    ingest.inserter.fault = () => null;
    expect(await ingest.ledger.stub.replayDead(["batch-4"])).toBe(1);
    await ingest.drain();
    expect(keysOf(ingest, "jobs")).toContain("poison");
    expect(await ingest.spoolKeys()).toEqual([]);
    expect(await ingest.ledger.stub.status()).toMatchObject({ dead_batches: 0, waiting_batches: 0 });
  });

  test.each([
    ["missing", null, "is missing"],
    [
      "cut short",
      (text: string) => text.slice(0, text.lastIndexOf("\n", text.length - 2) + 1),
      "lines where",
    ],
    ["not a header", () => "{}\n", "bad header"],
    ["not JSON", () => "<html>", "not JSON"],
    ["empty", () => "", "not JSON"],
    ["another batch's", (text: string) => text.replace("batch-bad", "batch-oth"), "belongs to"],
  ])("for a spool object that is %s: named, the others stored", async (_name, damage, reason) => {
    const ingest = await IngestFixture.open();
    await ingest.accept("batch-ok", rawRows(3));
    await ingest.accept("batch-bad", rawRows(3, "bad"));
    const key = (await ingest.ledger.stub.receipt("batch-bad"))?.spool_key ?? "";
    const packed = (await ingest.store.getBytes(key)) ?? new Uint8Array();
    const text = new TextDecoder().decode(unpackSpool(packed));
    if (damage) await ingest.store.put(key, packSpool(new TextEncoder().encode(damage(text))));
    else await ingest.store.delete([key]);
    await ingest.drain();
    expect(keysOf(ingest, "jobs")).toHaveLength(3);
    const [dead] = await ingest.ledger.stub.listDead(10);
    expect(dead?.batch_id).toBe("batch-bad");
    expect(dead?.error).toContain(reason);
  });
});
