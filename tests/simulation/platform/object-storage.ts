/**
 * `ctx.storage` of a Durable Object over `node:sqlite`: the part of it that the objects use. It answers at once, as the
 * real one does within an input gate. `durable-objects/base/storage-double.test.ts` compares it with workerd.
 */
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";

type Value = ArrayBuffer | string | number | null;
type Row = Record<string, Value>;

/** A statement that is known: how it is run does not change. */
interface Known {
  statement: StatementSync | null;
  /** It changes nothing. */
  isQuery: boolean;
  /** A value of it may be a blob. */
  mayHaveBlobs: boolean;
  /** Names of the result columns; none when it returns no rows. */
  columns: string[];
  toRow: RowMaker;
}

const toBound = (value: unknown): SQLInputValue => {
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (typeof value === "boolean" || value === undefined)
    throw new TypeError(`SQLite takes no ${typeof value} as a value`);
  return value as SQLInputValue;
};

/** node:sqlite gives blobs as views. */
function copyBlobs(values: unknown[]): void {
  for (const [at, value] of values.entries())
    if (value instanceof Uint8Array) values[at] = value.slice().buffer;
}

const BOUND_LIMIT = /\bLIMIT \?(?=\)?\s*$)/;
/** Texts with a limit in place of the parameter, by text and limit; null where the last parameter is no limit. */
const limited = new Map<string, Map<number, string> | null>();

/**
 * SQLite plans a statement with a bound limit again each time that a value is bound, which takes ten times as long as
 * most such statements. There are few limits, so that each has a statement of its own.
 */
function limitIn(sql: string, values: unknown[]): { sql: string; values: unknown[] } {
  let texts = limited.get(sql);
  if (texts === undefined) {
    texts = BOUND_LIMIT.test(sql) ? new Map() : null;
    limited.set(sql, texts);
  }
  const limit = texts === null ? null : values.at(-1);
  if (texts === null || typeof limit !== "number" || !Number.isInteger(limit)) return { sql, values };
  const text = texts.get(limit) ?? sql.replace(BOUND_LIMIT, `LIMIT ${limit}`);
  texts.set(limit, text);
  return { sql: text, values: values.slice(0, -1) };
}

type RowMaker = (values: Value[]) => Row;
const rowMakers = new Map<string, RowMaker>();

/**
 * Returns a function that makes rows with these columns. `node:sqlite` would make each row a hash table without a
 * prototype, which takes twice as long as the object of a literal, and is copied slowly when it travels by value.
 */
function rowMaker(columns: readonly string[]): RowMaker {
  const key = JSON.stringify(columns);
  const known = rowMakers.get(key);
  if (known) return known;
  const members = columns.map((name, at) => `[${JSON.stringify(name)}]: values[${at}]`);
  const made = new Function("values", `return { ${members.join(", ")} };`) as RowMaker;
  rowMakers.set(key, made);
  return made;
}

interface Savepoint {
  begin: StatementSync;
  end: StatementSync;
  undo: StatementSync;
}

class Cursor implements Iterable<Row> {
  readonly columnNames: string[];
  readonly rowsRead: number;
  readonly rowsWritten: number;
  readonly #toRow: RowMaker;
  #rows: Value[][];
  #at = 0;

  constructor(rows: Value[][], { columns, toRow }: Known, rowsWritten: number) {
    this.#rows = rows;
    this.#toRow = toRow;
    this.columnNames = columns;
    this.rowsRead = rows.length;
    this.rowsWritten = rowsWritten;
  }

  next(): IteratorResult<Row> {
    const row = this.#rows[this.#at];
    if (row === undefined) return { done: true, value: undefined };
    this.#at++;
    return { done: false, value: this.#toRow(row) };
  }

  toArray(): Row[] {
    return this.#rest().map(this.#toRow);
  }

  one(): Row {
    const rows = this.toArray();
    if (rows.length !== 1 || rows[0] === undefined)
      throw new Error(
        `Expected exactly one result from SQL query, but got ${rows.length === 0 ? "no results" : "multiple results"}.`,
      );
    return rows[0];
  }

  raw(): IterableIterator<Value[]> {
    return this.#rest()[Symbol.iterator]();
  }

  [Symbol.iterator](): IterableIterator<Row> {
    return this.toArray()[Symbol.iterator]();
  }

  #rest(): Value[][] {
    const rest = this.#at === 0 ? this.#rows : this.#rows.slice(this.#at);
    this.#rows = [];
    return rest;
  }
}

/** What survives an eviction: the database, the key-value pairs and the alarm of one object. */
export class ObjectData {
  readonly sqlite = new DatabaseSync(":memory:");
  readonly pairs = new Map<string, unknown>();
  /** Unix ms; null without one. */
  alarmAt: number | null = null;
  /** Grows with each write: what did not change need not be checked again. */
  version = 0;
  readonly #known = new Map<string, Known>();
  /** Begin, end and undo of a transaction, by depth. */
  readonly #savepoints: Savepoint[] = [];
  #depth = 0;
  /** Is called when the alarm is set or deleted. */
  onAlarm: () => void = () => {};

  exec(text: string, given: unknown[]): Cursor {
    const { sql, values } = limitIn(text, given);
    const known = this.#prepare(sql, values.length);
    const { statement, isQuery, mayHaveBlobs } = known;
    if (statement === null) {
      this.version++;
      this.sqlite.exec(sql);
      // It may have changed the schema.
      this.#known.clear();
      return new Cursor([], known, 0);
    }
    const bound = values.map(toBound);
    if (known.columns.length === 0) {
      this.version++;
      const { changes } = statement.run(...bound);
      return new Cursor([], known, Number(changes));
    }
    if (!isQuery) this.version++;
    const rows = statement.all(...bound) as unknown as Value[][];
    if (mayHaveBlobs) for (const row of rows) copyBlobs(row);
    return new Cursor(rows, known, isQuery ? 0 : rows.length);
  }

  /** A query of a check, which counts for nothing. */
  rows<T>(sql: string, ...values: SQLInputValue[]): T[] {
    const { statement, toRow } = this.#prepare(sql, values.length);
    const rows = (statement as StatementSync).all(...values) as unknown as Value[][];
    return rows.map(toRow) as T[];
  }

  transactionSync<T>(work: () => T): T {
    const { begin, end, undo } = this.#savepoint(this.#depth++);
    begin.run();
    try {
      const result = work();
      end.run();
      return result;
    } catch (error) {
      undo.run();
      end.run();
      throw error;
    } finally {
      this.#depth--;
    }
  }

  #savepoint(depth: number): Savepoint {
    const known = this.#savepoints[depth];
    if (known) return known;
    const prepare = (command: string) => this.sqlite.prepare(`${command} t${depth}`);
    const made = { begin: prepare("SAVEPOINT"), end: prepare("RELEASE"), undo: prepare("ROLLBACK TO") };
    this.#savepoints[depth] = made;
    return made;
  }

  deleteAll(): void {
    const named = (type: string) =>
      this.rows<{ name: string }>(
        "SELECT name FROM sqlite_master WHERE type = ? AND name NOT LIKE 'sqlite_%'",
        type,
      );
    for (const { name } of named("table")) this.sqlite.exec(`DROP TABLE "${name}"`);
    this.#known.clear();
    this.pairs.clear();
    this.alarmAt = null;
    this.version++;
    this.onAlarm();
  }

  setAlarm(at: number | null): void {
    this.alarmAt = at;
    this.version++;
    this.onAlarm();
  }

  /** Several statements in one text are run by `exec`, which takes no values, as migrations do. */
  #prepare(sql: string, values: number): Known {
    const known = this.#known.get(sql);
    if (known) return known;
    const isScript = values === 0 && /;\s*\S/.test(sql.replace(/--.*$/gm, ""));
    const statement = isScript ? null : this.sqlite.prepare(sql);
    const columns = statement?.columns() ?? [];
    statement?.setReturnArrays(true);
    const names = columns.map(({ name }) => name);
    const made = {
      statement,
      isQuery: /^\s*(?:select|with|pragma|values)\b/i.test(sql),
      // Expressions have no type.
      mayHaveBlobs: columns.some(({ type }) => type === null || type === "BLOB"),
      columns: names,
      toRow: rowMaker(names),
    };
    // A schema change makes the columns of known statements old. What exists is not created again.
    const isOld = /^\s*create table if not exists (\w+)/i.exec(sql)?.[1];
    if (isOld && this.#hasTable(isOld)) this.#known.set(sql, made);
    else if (/^\s*(?:create|alter|drop)\b/i.test(sql)) this.#known.clear();
    else this.#known.set(sql, made);
    return made;
  }

  #hasTable(name: string): boolean {
    return this.rows("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", name).length > 0;
  }
}

/** Storage as one instance of an object sees it; an instance that was evicted sees nothing any more. */
export class ObjectStorage {
  readonly sql: { exec(sql: string, ...values: unknown[]): Cursor; readonly databaseSize: number };
  readonly kv: {
    get(key: string): unknown;
    put(key: string, value: unknown): void;
    delete(key: string): boolean;
  };
  readonly #data: ObjectData;
  readonly #isGone: () => boolean;

  /** @param isGone whether the instance was evicted */
  constructor(data: ObjectData, isGone: () => boolean) {
    this.#data = data;
    this.#isGone = isGone;
    const alive = () => this.#alive();
    this.sql = {
      exec: (sql, ...values) => alive().exec(sql, values),
      get databaseSize() {
        return 4096;
      },
    };
    this.kv = {
      get: (key) => structuredClone(alive().pairs.get(key)),
      put: (key, value) => {
        const { pairs } = alive();
        pairs.set(key, structuredClone(value));
        data.version++;
      },
      delete: (key) => {
        alive().version++;
        return data.pairs.delete(key);
      },
    };
  }

  transactionSync<T>(work: () => T): T {
    return this.#alive().transactionSync(work);
  }

  async transaction<T>(work: (storage: ObjectStorage) => Promise<T>): Promise<T> {
    const data = this.#alive();
    data.sqlite.exec("SAVEPOINT whole");
    try {
      const result = await work(this);
      data.sqlite.exec("RELEASE whole");
      return result;
    } catch (error) {
      data.sqlite.exec("ROLLBACK TO whole; RELEASE whole");
      throw error;
    }
  }

  async get(key: string | string[]): Promise<unknown> {
    if (typeof key === "string") return this.kv.get(key);
    return new Map(key.filter((name) => this.#data.pairs.has(name)).map((name) => [name, this.kv.get(name)]));
  }

  async put(key: string | Record<string, unknown>, value?: unknown): Promise<void> {
    if (typeof key === "string") this.kv.put(key, value);
    else for (const [name, each] of Object.entries(key)) this.kv.put(name, each);
  }

  async delete(key: string | string[]): Promise<boolean | number> {
    if (typeof key === "string") return this.kv.delete(key);
    return key.filter((name) => this.kv.delete(name)).length;
  }

  async list({
    prefix = "",
    limit,
    reverse = false,
  }: {
    prefix?: string;
    limit?: number;
    reverse?: boolean;
  } = {}): Promise<Map<string, unknown>> {
    const keys = [...this.#alive().pairs.keys()].filter((key) => key.startsWith(prefix)).sort();
    if (reverse) keys.reverse();
    return new Map(keys.slice(0, limit).map((key) => [key, this.kv.get(key)]));
  }

  async deleteAll(): Promise<void> {
    this.#alive().deleteAll();
  }

  async getAlarm(): Promise<number | null> {
    return this.#alive().alarmAt;
  }

  async setAlarm(at: number | Date): Promise<void> {
    this.#alive().setAlarm(typeof at === "number" ? at : at.getTime());
  }

  async deleteAlarm(): Promise<void> {
    this.#alive().setAlarm(null);
  }

  async sync(): Promise<void> {}

  #alive(): ObjectData {
    if (this.#isGone()) throw new Error("this instance of the object was evicted");
    return this.#data;
  }
}
