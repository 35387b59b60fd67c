/** Wraps the bindings so that operations of queues, R2 and D1 are counted, and messages count as activity. */
import { activity, count, counting, messageSent } from "./meter.ts";

const QUEUE_BINDINGS = /^(?:CRAWL_QUEUE_.*|INGEST_QUEUE|PUSH_QUEUE)$/;
/** Write, read and delete of one message. */
const OPERATIONS_PER_MESSAGE = 3;
/** R2's classes of operations; deletes are free. */
const R2_CLASS: Record<string, string> = {
  put: "R2 class A",
  list: "R2 class A",
  get: "R2 class B",
  head: "R2 class B",
};

const known = new WeakMap<Env, Env>();

export function countedEnv(env: Env): Env {
  if (!counting) return env;
  const made = known.get(env);
  if (made) return made;
  const wrapped = { ...env } as unknown as Record<string, unknown>;
  for (const name of Object.keys(wrapped)) {
    if (QUEUE_BINDINGS.test(name)) wrapped[name] = countedQueue(wrapped[name] as Queue);
  }
  wrapped.SPOOL = countedBucket(env.SPOOL);
  wrapped.DB = countedDatabase(env.DB);
  const result = wrapped as unknown as Env;
  known.set(env, result);
  return result;
}

function replace<T extends object>(target: T, replaced: Partial<Record<string, unknown>>): T {
  return new Proxy(target, {
    get(object, name) {
      if (typeof name === "string" && name in replaced) return replaced[name];
      const value = Reflect.get(object, name);
      return typeof value === "function" ? value.bind(object) : value;
    },
  });
}

const countedQueue = (queue: Queue): Queue =>
  replace(queue, {
    send: (message: unknown, options?: QueueSendOptions) => {
      count("queues", "queue operations", OPERATIONS_PER_MESSAGE);
      messageSent();
      return queue.send(message, options);
    },
  });

function countedBucket(bucket: R2Bucket): R2Bucket {
  const call =
    (name: string) =>
    (...args: unknown[]) => {
      if (R2_CLASS[name]) count("R2", R2_CLASS[name]);
      return activity(() => Reflect.apply(Reflect.get(bucket, name), bucket, args) as Promise<unknown>);
    };
  return replace(
    bucket,
    Object.fromEntries(["put", "list", "get", "head", "delete"].map((name) => [name, call(name)])),
  );
}

function countedDatabase(db: D1Database): D1Database {
  const note = <T extends { meta: D1Meta }>(result: T): T => {
    count("D1", "D1 rows read", result.meta.rows_read ?? 0);
    count("D1", "D1 rows written", result.meta.rows_written ?? 0);
    return result;
  };
  const inner = new WeakMap<object, D1PreparedStatement>();
  const countedStatement = (statement: D1PreparedStatement): D1PreparedStatement => {
    const made = replace(statement, {
      bind: (...values: unknown[]) => countedStatement(statement.bind(...values)),
      all: () => activity(async () => note(await statement.all())),
      run: () => activity(async () => note(await statement.run())),
      raw: () =>
        activity(async () => note(await statement.all()).results.map((row) => Object.values(row as object))),
      first: (column?: string) =>
        activity(async () => {
          const row = note(await statement.all<Record<string, unknown>>()).results[0] ?? null;
          return column === undefined || row === null ? row : row[column];
        }),
    });
    inner.set(made, statement);
    return made;
  };
  return replace(db, {
    prepare: (query: string) => countedStatement(db.prepare(query)),
    batch: (statements: D1PreparedStatement[]) =>
      activity(async () => (await db.batch(statements.map((one) => inner.get(one) ?? one))).map(note)),
  });
}

/** Lets every request count as activity, and counts log lines. */
export function countGlobals(): void {
  const realFetch = globalThis.fetch;
  globalThis.fetch = ((input: RequestInfo | URL, init?: RequestInit) =>
    activity(() => realFetch(input, init))) as typeof fetch;
  for (const level of ["debug", "info", "log", "warn", "error"] as const) {
    const write = console[level].bind(console);
    console[level] = (...args: unknown[]) => {
      count("logs", "log lines");
      write(...args);
    };
  }
}
