/**
 * Random statements, key-value calls and alarms from a seed, with what a storage answers to each: the same list runs in
 * workerd and over the double of `tests/simulation/platform/object-storage.ts`.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { Chance } from "../../simulation/chance.ts";

export const OPERATIONS = 10_000;
/** Answers of one digest, so that a difference is found among few. */
export const PER_DIGEST = 20;
const SEED = 21;
/** Alarms lie far ahead, so that none fires by itself. */
const ALARM_BASE = Date.UTC(2100, 0, 1);

/** The part of `ctx.storage` that both have. */
export interface AnyStorage {
  sql: { exec(sql: string, ...values: never[]): AnyCursor };
  transactionSync<T>(work: () => T): T;
  get(key: string): Promise<unknown>;
  put(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<boolean>;
  list(options: { prefix?: string; limit?: number; reverse?: boolean }): Promise<Map<string, unknown>>;
  getAlarm(): Promise<number | null>;
  setAlarm(at: number): Promise<void>;
  deleteAlarm(): Promise<void>;
}

interface AnyCursor extends Iterable<Record<string, unknown>> {
  toArray(): Record<string, unknown>[];
  one(): Record<string, unknown>;
  next(): { done?: boolean; value?: unknown };
  raw(): Iterable<unknown[]>;
  columnNames: string[];
  rowsWritten: number;
}

interface Operation {
  name: string;
  answer: string;
}

const SCHEMA = `
CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT NOT NULL, n INTEGER, x REAL, data BLOB, any);
CREATE UNIQUE INDEX things_name ON things (name COLLATE NOCASE);
CREATE INDEX things_n ON things (n) WHERE n IS NOT NULL;
CREATE TABLE pairs (a TEXT NOT NULL, b INTEGER NOT NULL, v TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE TABLE counts (state TEXT PRIMARY KEY, n INTEGER NOT NULL CHECK (n >= 0)) WITHOUT ROWID;
-- A trigger counts, as those of the ledgers do; a semicolon within it ends no statement.
CREATE TRIGGER pair_added AFTER INSERT ON pairs BEGIN
  INSERT INTO counts VALUES (new.a, 1) ON CONFLICT (state) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER pair_gone AFTER DELETE ON pairs BEGIN
  UPDATE counts SET n = n - 1 WHERE state = old.a;
END;`;

const shown = (value: unknown): unknown => {
  if (value instanceof ArrayBuffer) return { blob: bytesToHex(new Uint8Array(value)) };
  if (value instanceof Map) return [...value].map(([key, one]) => [key, shown(one)]);
  if (value === undefined) return "undefined";
  return value;
};
const json = (value: unknown): string => JSON.stringify(value, (_, one) => shown(one)) ?? "undefined";

/** What an error says without the words that only one of the two uses. */
function kindOf(error: unknown): string {
  const text = String(error);
  if (/constraint/i.test(text)) return "constraint";
  if (/syntax|no such|incomplete/i.test(text)) return "statement";
  if (/exactly one/i.test(text)) return "one";
  if (text.includes("roll back")) return "rolled back";
  return "error";
}

/** Runs all operations, in order. */
export async function runOperations(storage: AnyStorage): Promise<Operation[]> {
  const chance = new Chance();
  chance.reseed(SEED);
  const below = (count: number) => chance.below(count);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const text = () => pick(["", "a", "Java", "java", "会计", "x'y", 'say "so"', "🙂", "b%c", "a b", "Ä", "ä"]);
  const number = () => pick([0, 1, -1, 42, 2 ** 31, 2 ** 53 - 1, -(2 ** 40), 0.5, -2.25, 1e300, below(1000)]);
  const blob = () => new Uint8Array(Array.from({ length: below(5) }, () => below(256))).buffer;
  const value = () => pick<() => unknown>([text, number, () => null, blob])();
  const exec = (sql: string, ...values: unknown[]) => storage.sql.exec(sql, ...(values as never[]));
  const told = (sql: string, ...values: unknown[]) => {
    const cursor = exec(sql, ...values);
    const rows = cursor.toArray();
    return { rows, columns: cursor.columnNames, wrote: cursor.rowsWritten > 0 };
  };
  const wrote = (sql: string, ...values: unknown[]) => ({ wrote: exec(sql, ...values).rowsWritten > 0 });
  exec(SCHEMA);

  const id = () => below(60);
  const name = () => `${text()}${below(30)}`;
  const insertThing = () =>
    wrote(
      `INSERT ${pick(["", "OR IGNORE ", "OR REPLACE "])}INTO things (id, name, n, x, data, any) VALUES (?, ?, ?, ?, ?, ?)`,
      id(),
      name(),
      pick([null, below(100)]),
      number(),
      pick([null, blob()]),
      value(),
    );
  const insertPair = () =>
    wrote(
      "INSERT INTO pairs VALUES (?1, ?2, ?3) ON CONFLICT (a, b) DO UPDATE SET v = excluded.v WHERE v IS NOT excluded.v",
      text(),
      below(20),
      text(),
    );
  const statements: (() => unknown)[] = [
    insertThing,
    insertThing,
    insertPair,
    insertPair,
    () =>
      told(
        "UPDATE things SET n = coalesce(n, 0) + ?, any = ? WHERE id = ? RETURNING id, n, any",
        below(9),
        value(),
        id(),
      ),
    () => wrote("UPDATE things SET x = x / 2 WHERE n > ?", below(100)),
    () => told("DELETE FROM pairs WHERE a = ? AND b < ? RETURNING b", text(), below(10)),
    () => wrote("DELETE FROM things WHERE id = ?", id()),
    () => told("SELECT * FROM things WHERE id = ?", id()),
    () =>
      told(
        "SELECT id, name, typeof(any) AS type, any FROM things WHERE n >= ? ORDER BY n, id LIMIT ?",
        below(50),
        below(6),
      ),
    () =>
      told(
        "SELECT count(*) AS n, sum(n) AS sum, min(x) AS low, max(name) AS last, total(n) AS t FROM things",
      ),
    () => told("SELECT state, n FROM counts WHERE n <> 0 ORDER BY state"),
    () => told("SELECT t.id, p.v FROM things t JOIN pairs p ON p.a = t.name ORDER BY t.id, p.b LIMIT 5"),
    () => told("SELECT ? AS v, typeof(?) AS type", ...[value()].flatMap((one) => [one, one])),
    () =>
      told(
        "SELECT value ->> 0 AS a, value ->> 1 AS b FROM json_each(?)",
        JSON.stringify([
          [text(), number()],
          [text(), null],
        ]),
      ),
    () => told("SELECT json_group_array(name) AS names FROM (SELECT name FROM things ORDER BY id LIMIT 4)"),
    () =>
      told(
        "SELECT json_insert('[]', '$[#]', json(?)) AS log, json_array_length(?) AS n",
        JSON.stringify({ a: text() }),
        "[1,2]",
      ),
    () => told("SELECT count(*) AS n FROM things WHERE instr(lower(name), lower(?)) > 0", text()),
    () => told("SELECT id FROM things WHERE name = ? COLLATE NOCASE", name()),
    () =>
      told(
        "SELECT iif(?1 > 5, 'more', 'less') AS v, round(?1, 1) AS r, ?1 IS NULL AS none",
        pick([null, below(10)]),
      ),
    () =>
      told(
        "SELECT name, type FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\' AND name NOT LIKE 'sqlite_%' ORDER BY name",
      ),
    () => told("SELECT name, \"notnull\", pk FROM pragma_table_info('things') ORDER BY cid"),
    () =>
      told(
        "WITH low AS (SELECT min(id) AS id FROM things) SELECT things.name FROM things JOIN low USING (id)",
      ),
    () => exec("SELECT id FROM things WHERE id = ?", id()).one(),
    () => exec("SELECT id FROM things WHERE id < ?", below(4)).one(),
    () => [...exec("SELECT b, v FROM pairs WHERE a = ? ORDER BY b", text()).raw()],
    () => {
      const cursor = exec("SELECT id FROM things ORDER BY id LIMIT 5");
      const first = cursor.next();
      return { first: first.value, rest: cursor.toArray(), after: cursor.toArray() };
    },
    () => {
      const seen: unknown[] = [];
      for (const { id: one } of exec("SELECT id FROM things ORDER BY id DESC LIMIT 3")) seen.push(one);
      return seen;
    },
    () => exec("SELEC nothing").toArray(),
    () => exec("SELECT * FROM nowhere").toArray(),
    () => wrote("INSERT INTO things (id, name) VALUES (?, NULL)", id()),
    () => wrote("UPDATE counts SET n = -1 WHERE state = ?", text()),
    () => {
      storage.transactionSync(() => {
        insertThing();
        insertPair();
        if (chance.happens(0.5)) throw new Error("roll back");
      });
      return told("SELECT count(*) AS n FROM things").rows;
    },
    () => {
      storage.transactionSync(() => {
        insertPair();
        try {
          storage.transactionSync(() => {
            wrote("DELETE FROM pairs WHERE b = ?", below(20));
            throw new Error("roll back");
          });
        } catch {
          // Only the inner one is rolled back.
        }
      });
      return told("SELECT count(*) AS n FROM pairs").rows;
    },
  ];
  const key = () => `${pick(["a:", "b:"])}${below(12)}`;
  const others: (() => Promise<unknown>)[] = [
    () => storage.put(key(), pick<unknown>([text(), number(), { list: [1, text()], none: null }, true])),
    () => storage.get(key()),
    () => storage.delete(key()),
    () => storage.list({ prefix: pick(["a:", "b:", ""]), limit: 1 + below(5), reverse: chance.happens(0.5) }),
    () => storage.setAlarm(ALARM_BASE + below(1e9)),
    () => storage.getAlarm(),
    () => storage.deleteAlarm(),
    () => storage.getAlarm(),
  ];

  const operations: Operation[] = [];
  for (let count = 0; count < OPERATIONS; count++) {
    const isOther = chance.happens(0.15);
    const place = below(isOther ? others.length : statements.length);
    const label = `${count}: ${isOther ? "other" : "statement"} ${place}`;
    try {
      const given = isOther ? await others[place]?.() : statements[place]?.();
      operations.push({ name: label, answer: json(given) });
    } catch (error) {
      operations.push({ name: label, answer: kindOf(error) });
    }
  }
  return operations;
}

export function digestsOf(operations: readonly Operation[]): string[] {
  const digests: string[] = [];
  for (let from = 0; from < operations.length; from += PER_DIGEST) {
    const answers = operations.slice(from, from + PER_DIGEST).map(({ answer }) => answer);
    digests.push(bytesToHex(sha256(utf8ToBytes(answers.join("\n")))).slice(0, 16));
  }
  return digests;
}
