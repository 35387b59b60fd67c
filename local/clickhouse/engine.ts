/**
 * The ClickHouse engine in this process (npm package `chdb`), which runs one query at a time. Each query has a connection
 * of its own, so that its settings, parameters and `USE` do not affect another; the connection of a named session lives
 * until the session times out.
 */
import { type ChdbResult, drainPending, Session } from "chdb";
import { messageOf } from "../../shared/errors/message-of.ts";
import type { InsertHead } from "./insert-head.ts";

export interface EngineQuery {
  /** The whole query text; for an insert with data only the part before the data. */
  text: string;
  insert: { head: InsertHead; data: Buffer } | null;
  database: string | null;
  settings: [name: string, value: string][];
  /** Values of `{name:Type}` placeholders, escaped as ClickHouse's HTTP interface expects them. */
  params: [name: string, value: string][];
  /** The format for a query that names none. */
  defaultFormat: string;
  readonly: boolean;
  session: { id: string; timeoutMs: number; mustExist: boolean } | null;
}

export interface EngineAnswer {
  bytes: Uint8Array;
  elapsedNs: number;
  readRows: number;
  readBytes: number;
  /** Null when the engine does not report it: for inserts whose rows are in the query text. */
  writtenRows: number | null;
  writtenBytes: number | null;
}

/** An exception of the engine. `message` has the form `Code: N. DB::Exception: … (NAME)`. */
export class EngineError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = "EngineError";
    this.code = code;
  }
}

/** Text formats that chdb accepts as bytes; data in other formats is passed as query text. */
const BYTE_FORMATS = [
  "JSONEachRow",
  "JSONCompactEachRow",
  "CSV",
  "CSVWithNames",
  "TSV",
  "TabSeparated",
  "TSVWithNames",
  "TabSeparatedWithNames",
] as const;
const BINARY_FORMATS =
  /^(Native|RowBinary.*|Parquet.*|Arrow.*|ORC|Avro|MsgPack|Protobuf.*|CapnProto|BSONEachRow)$/i;

const literal = (value: string) => `'${value.replace(/[\\']/g, "\\$&")}'`;
const quoted = (name: string) => `\`${name.replace(/[\\`]/g, "\\$&")}\``;

export class Engine {
  readonly version: string;
  readonly #dataDir: string;
  /** A connection that keeps the engine running between queries. */
  readonly #anchor: Session;
  readonly #sessions = new Map<string, { session: Session; timer: NodeJS.Timeout }>();
  #tail: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
    this.#anchor = new Session(dataDir);
    this.version = this.#anchor.query("SELECT version()", "TSV").trim();
  }

  /** Number of running and waiting queries. */
  get load(): number {
    return this.#waiting;
  }

  /** @throws EngineError */
  run(query: EngineQuery): Promise<EngineAnswer> {
    this.#waiting += 1;
    const turn = this.#tail.then(() => this.#execute(query));
    this.#tail = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn.finally(() => {
      this.#waiting -= 1;
    });
  }

  /** Waits for the running query, then closes every connection. */
  async close(): Promise<void> {
    await this.#tail;
    for (const { session, timer } of this.#sessions.values()) {
      clearTimeout(timer);
      session.close();
    }
    this.#sessions.clear();
    await drainPending();
    this.#anchor.close();
  }

  async #execute(query: EngineQuery): Promise<EngineAnswer> {
    const connection = this.#connect(query.session);
    try {
      if (query.database !== null) await connection.queryAsync(`USE ${quoted(query.database)}`);
      const sets = query.settings.map(([name, value]) => `${quoted(name)} = ${literal(value)}`);
      if (query.insert?.head.settings) sets.push(query.insert.head.settings);
      sets.push(...query.params.map(([name, value]) => `${quoted(`param_${name}`)} = ${literal(value)}`));
      // It cannot be reset: from here on only reads and settings are possible.
      if (query.readonly) sets.push("readonly = 2");
      // One statement for all, because each costs as much as a small query.
      if (sets.length > 0) await connection.queryAsync(`SET ${sets.join(", ")}`);
      return query.insert
        ? await insert(connection, query.text, query.insert)
        : answer(await connection.queryAsync(query.text, { format: query.defaultFormat }));
    } catch (error) {
      throw asEngineError(error);
    } finally {
      if (!query.session) connection.close();
    }
  }

  #connect(wanted: EngineQuery["session"]): Session {
    if (!wanted) return new Session(this.#dataDir);
    const known = this.#sessions.get(wanted.id);
    if (!known && wanted.mustExist) {
      throw new EngineError(
        372,
        `Code: 372. DB::Exception: Session ${wanted.id} not found. (SESSION_NOT_FOUND)`,
      );
    }
    if (known) clearTimeout(known.timer);
    const session = known?.session ?? new Session(this.#dataDir);
    const timer = setTimeout(() => this.#forget(wanted.id), wanted.timeoutMs);
    this.#sessions.set(wanted.id, { session, timer });
    return session;
  }

  /** Waits in the queue, so that no connection is closed during its own query. */
  #forget(id: string): void {
    const known = this.#sessions.get(id);
    this.#tail = this.#tail.then(() => {
      if (known && this.#sessions.get(id) === known) {
        this.#sessions.delete(id);
        known.session.close();
      }
    });
  }
}

async function insert(
  connection: Session,
  text: string,
  { head, data }: NonNullable<EngineQuery["insert"]>,
): Promise<EngineAnswer> {
  const format = BYTE_FORMATS.find((name) => name.toLowerCase() === head.format.toLowerCase());
  if (head.target && format) {
    const summary = await connection.insert({
      table: head.target.table,
      ...(head.target.columns && { columns: head.target.columns }),
      format,
      // An insert without rows is executed too, because the engine checks table and columns.
      values: data.length > 0 ? data : Buffer.from("\n"),
    });
    return {
      bytes: new Uint8Array(0),
      elapsedNs: Math.round(summary.elapsed * 1e9),
      readRows: summary.rowsSent ?? summary.rowsWritten,
      readBytes: summary.bytesSent,
      writtenRows: summary.rowsWritten,
      writtenBytes: summary.bytesWritten,
    };
  }
  if (BINARY_FORMATS.test(head.format)) {
    const why = `Format ${head.format} is not supported for input by the local server`;
    throw new EngineError(48, `Code: 48. DB::Exception: ${why}. (NOT_IMPLEMENTED)`);
  }
  return answer(await connection.queryAsync(`${text}\n${data.toString("utf8")}`));
}

function answer(result: ChdbResult): EngineAnswer {
  return {
    bytes: result.bytes(),
    elapsedNs: Math.round(result.elapsed * 1e9),
    readRows: result.rowsRead,
    readBytes: result.bytesRead,
    writtenRows: null,
    writtenBytes: null,
  };
}

function asEngineError(error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  const message = messageOf(error);
  const code = /^Code: (\d+)\b/.exec(message)?.[1];
  // 1001 is ClickHouse's code for an exception of another kind.
  return code
    ? new EngineError(Number(code), message)
    : new EngineError(1001, `Code: 1001. DB::Exception: ${message} (STD_EXCEPTION)`);
}
