import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import ingestLedger from "../../tests/edge/object-schemas/ingest-ledger.sql";
import nodeFleet from "../../tests/edge/object-schemas/node-fleet.sql";
import seenIndex from "../../tests/edge/object-schemas/seen-index.sql";
import seenIndexWithPages from "../../tests/edge/object-schemas/seen-index-with-pages.sql";
import { MIGRATIONS as INGEST_LEDGER } from "../ingest-ledger/migrations.ts";
import { MIGRATIONS as KEYWORD_LEDGER } from "../keyword-ledger/migrations.ts";
import { MIGRATIONS as NODE_FLEET } from "../node-fleet/migrations.ts";
import { MIGRATIONS as RESOURCE_POOL } from "../resource-pool/migrations.ts";
import { type Migration, migrate } from "./migrate.ts";

type Stub = DurableObjectStub<Rpc.DurableObjectBranded & undefined>;
type Tables = Record<string, Record<string, SqlStorageValue>[]>;

/** Objects whose tables were once made without a record; the file fills every one of them. */
const UNRECORDED: [name: string, namespace: unknown, sql: string, renamed: Record<string, string>][] = [
  ["NodeFleet", env.NODE_FLEET, nodeFleet, { hungry: "starvation" }],
  ["SeenIndex", env.SEEN_INDEX, seenIndex, {}],
  ["SeenIndex that was asked for pages", env.SEEN_INDEX, seenIndexWithPages, {}],
];

/** What SQLite knows of the schema, without comments and layout. */
const schemaOf = ({ sql }: DurableObjectStorage) =>
  sql
    .exec<{ type: string; name: string; sql: string | null }>(
      `SELECT type, name, sql FROM sqlite_master
       WHERE name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_cf%' ESCAPE '\\' ORDER BY type, name`,
    )
    .toArray()
    .map((row) => ({ ...row, sql: row.sql?.replace(/--.*$/gm, "").replace(/\s+/g, " ") }));

const rowsOf = (storage: DurableObjectStorage): Tables =>
  Object.fromEntries(
    schemaOf(storage)
      .filter(({ type, name }) => type === "table" && name !== "schema_migrations")
      .map(({ name }) => [name, storage.sql.exec(`SELECT * FROM ${name}`).toArray()]),
  );

const freshStub = (namespace: unknown): Stub => {
  const typed = namespace as DurableObjectNamespace<undefined>;
  return typed.get(typed.newUniqueId()) as Stub;
};
const inStorage = <T>(stub: Stub, read: (storage: DurableObjectStorage) => T): Promise<T> =>
  runInDurableObject(stub, (_object, state) => read(state.storage));

/** An object with a database of that SQL alone, constructed anew by today's code. */
async function reopened(namespace: unknown, sql: string): Promise<{ stub: Stub; before: Tables }> {
  const stub = freshStub(namespace);
  const before = await runInDurableObject(stub, async (_object, { storage }) => {
    await storage.deleteAll();
    storage.sql.exec(sql);
    return rowsOf(storage);
  });
  await evictDurableObject(stub);
  return { stub, before };
}

describe("migrate", () => {
  test.each(UNRECORDED)(
    "carries an old %s over: all rows, and the schema of a new one",
    async (...object) => {
      const [, namespace, sql, renamed] = object;
      const { stub, before } = await reopened(namespace, sql);
      for (const [table, rows] of Object.entries(before)) {
        expect(rows, table).not.toEqual([]);
        const now = await inStorage(stub, rowsOf);
        // Rows may have got columns since.
        expect(now[renamed[table] ?? table], table).toMatchObject(rows);
      }
      expect(await inStorage(stub, schemaOf)).toEqual(await inStorage(freshStub(namespace), schemaOf));
    },
  );

  test("carries an old IngestLedger over: all rows, with upload, part and sender's id told apart", async () => {
    const { stub, before } = await reopened(env.INGEST_LEDGER, ingestLedger);
    expect(await inStorage(stub, schemaOf)).toEqual(await inStorage(freshStub(env.INGEST_LEDGER), schemaOf));
    const now = await inStorage(stub, rowsOf);
    expect(now.totals).toEqual(before.totals);
    // Its groups name their batches no further, and its totals hold all of them.
    expect(now.groups).toEqual(before.groups?.map((group) => ({ ...group, last_seq: null })));
    expect(now.ledger).toEqual(before.ledger?.map((ledger) => ({ ...ledger, counted_seq: 3 })));
    // None of them was judged.
    const upload = { upload_id: "0a", sender_batch_id: "mine", quality: null, decision: null };
    const [first, second, edge] = before.batches ?? [];
    expect(now.batches).toEqual([
      { ...first, ...upload, part: 0 },
      { ...second, ...upload, part: 1 },
      { ...edge, part: 0, sender_batch_id: null, quality: null, decision: null },
    ]);
    expect(now.uploads).toEqual([
      { sender_key: "key-k:mine", upload_id: "0a", digest: "digest", accepted_at: 1, fence: null },
    ]);
    expect(now.deliveries).toEqual(before.pushes);
    expect(now.endpoints).toMatchObject([{ target_id: "t1", delivered: 8, last_delivered_at: 9 }]);
    expect(now.upload_log).toMatchObject([{ seq: 2, upload_id: "0a", parts: 2, received: 3, bytes: 18 }]);
  });

  test.each([
    ["KeywordLedger", KEYWORD_LEDGER],
    ["IngestLedger", INGEST_LEDGER],
    ["NodeFleet", NODE_FLEET],
    ["ResourcePool", RESOURCE_POOL],
  ])("%s catches up from every earlier version", async (_name, migrations) => {
    const whole = await inStorage(freshStub(env.BROWSER_BROKER), (storage) => {
      migrate(storage, migrations);
      return schemaOf(storage);
    });
    for (let known = 0; known < migrations.length; known++) {
      const caughtUp = await inStorage(freshStub(env.BROWSER_BROKER), (storage) => {
        migrate(storage, migrations.slice(0, known));
        migrate(storage, migrations);
        return schemaOf(storage);
      });
      expect(caughtUp).toEqual(whole);
    }
  });

  test("knows the names that deployed objects recorded", () => {
    expect(KEYWORD_LEDGER.slice(0, 5).map(({ name }) => name)).toEqual([
      "001_lease_engine",
      "002_keywords",
      "003_keywords_without_case",
      "004_pending_pages",
      "005_keyword_owners",
    ]);
    expect(RESOURCE_POOL[0]?.name).toBe("001_resources");
  });

  test("keeps the quarantine count of resources that stored it as strikes", async () => {
    const live = await inStorage(freshStub(env.BROWSER_BROKER), (storage) => {
      migrate(storage, RESOURCE_POOL.slice(0, 1));
      storage.sql.exec(
        `INSERT INTO resources (id, fingerprint, enabled, platforms, fields, live, ready_at, health, used_day, used,
           created_at, updated_at) VALUES ('a', 'f', 1, '[]', '{}', '{"fence":7,"strikes":3}', 0, 1, 0, 0, 1, 1)`,
      );
      migrate(storage, RESOURCE_POOL);
      return storage.sql.exec<{ live: string }>("SELECT live FROM resources").one().live;
    });
    expect(JSON.parse(live)).toEqual({ fence: 7, quarantineCount: 3 });
  });

  test("keeps what people entered for proxies and tokens under the names of before", async () => {
    const fields = await inStorage(freshStub(env.BROWSER_BROKER), (storage) => {
      migrate(storage, RESOURCE_POOL.slice(0, 2));
      const insert = (id: string, entered: object) =>
        storage.sql.exec(
          `INSERT INTO resources (id, fingerprint, enabled, platforms, fields, live, ready_at, health, used_day, used,
             created_at, updated_at) VALUES (?, ?, 1, '[]', ?, '{}', 0, 1, 0, 0, 1, 1)`,
          id,
          id,
          JSON.stringify(entered),
        );
      insert("proxy", {
        name: "p",
        spec: { protocol: "http", host: "h", port: 1 },
        dailyBudget: 5,
        note: "",
      });
      insert("token", {
        name: "t",
        spec: { sentAs: "cookie", headerName: "cookie" },
        dailyBudget: 0,
        note: "",
      });
      migrate(storage, RESOURCE_POOL);
      return storage.sql.exec<{ fields: string }>("SELECT fields FROM resources ORDER BY id").toArray();
    });
    expect(fields.map((row) => JSON.parse(row.fields))).toEqual([
      { name: "p", spec: { protocol: "http", host: "h", port: 1 }, daily_budget: 5, note: "" },
      { name: "t", spec: { sent_as: "cookie", header_name: "cookie" }, daily_budget: 0, note: "" },
    ]);
  });

  const ADDS: Migration[] = [
    { name: "001_things", sql: "CREATE TABLE IF NOT EXISTS things (id INTEGER PRIMARY KEY)" },
    {
      name: "002_colour",
      sql: "ALTER TABLE things ADD COLUMN colour TEXT",
      adds: { table: "things", column: "colour" },
    },
  ];

  test("adds a column once, whoever added it", async () => {
    await inStorage(freshStub(env.BROWSER_BROKER), (storage) => {
      storage.sql.exec("CREATE TABLE things (id INTEGER PRIMARY KEY)");
      storage.sql.exec("ALTER TABLE things ADD COLUMN colour TEXT");
      storage.sql.exec("INSERT INTO things VALUES (1, 'red')");
      migrate(storage, ADDS);
      migrate(storage, ADDS);
      expect(rowsOf(storage)).toEqual({ things: [{ id: 1, colour: "red" }] });
    });
  });

  test("applies all or nothing, and refuses data newer than itself", async () => {
    await inStorage(freshStub(env.BROWSER_BROKER), (storage) => {
      expect(() => migrate(storage, [...ADDS, { name: "003_broken", sql: "CREATE TABEL x" }])).toThrow(
        /syntax/,
      );
      expect(rowsOf(storage)).toEqual({});
      migrate(storage, ADDS);
      expect(() => migrate(storage, ADDS.slice(0, 1))).toThrow("unknown migrations applied: 002_colour");
    });
  });
});
