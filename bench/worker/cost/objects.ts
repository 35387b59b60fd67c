/** Wraps the classes of Durable Objects so that their requests and storage operations are counted. */

import { countedEnv } from "./bindings.ts";
import { alarms } from "./clock.ts";
import { activity, count, countCursor, counting } from "./meter.ts";

type ObjectClass = new (ctx: DurableObjectState, env: Env) => object;

const BINDINGS: Record<string, keyof Env> = {
  KeywordLedger: "KEYWORD_LEDGER",
  CompanyLedger: "COMPANY_LEDGER",
  IngestLedger: "INGEST_LEDGER",
  BrowserBroker: "BROWSER_BROKER",
  NodeFleet: "NODE_FLEET",
  ResourcePool: "RESOURCE_POOL",
  TaskLedger: "TASK_LEDGER",
  BulkAction: "BULK_ACTION",
  LiveFeed: "LIVE_FEED",
};

/** @returns the class itself unless this Worker counts */
export function counted<T extends ObjectClass>(name: string, Base: T): T {
  if (!counting) return Base;
  class Counted extends (Base as ObjectClass) {
    constructor(ctx: DurableObjectState, env: Env) {
      countStorage(name, ctx, env);
      super(ctx, countedEnv(env));
    }

    ringAlarm(): Promise<void> {
      return (this as unknown as { alarm(): Promise<void> }).alarm();
    }
  }
  const isItty = "getPersistable" in Base.prototype;
  const methods = isItty
    ? ["fetch"]
    : Object.getOwnPropertyNames(Base.prototype).filter((method) => method !== "constructor");
  for (const method of methods) {
    Object.defineProperty(Counted.prototype, method, {
      value(this: unknown, ...args: unknown[]) {
        count(name, "object requests");
        count(`${name} by call`, method);
        const startedAt = performance.now();
        return activity(async () => Reflect.apply(methodOf(Base, method), this, args)).finally(() =>
          count(name, "object ms", performance.now() - startedAt),
        );
      },
    });
  }
  return Counted as unknown as T;
}

const methodOf = (Base: ObjectClass, method: string) => Reflect.get(Base.prototype, method);

interface Broker {
  sessions: { state: string }[];
  launched: number;
}
let broker: Broker = { sessions: [], launched: 0 };
let brokerAt = 0;

/** Counts launches, and the time in which browsers are open but nobody uses them. */
function countBrowsers(after: Broker): void {
  const idle = broker.sessions.filter(({ state }) => state === "idle" || state === "closing").length;
  count("browser", "idle seconds", (idle * (Date.now() - brokerAt)) / 1000);
  count("browser", "launches", Math.max(0, after.launched - broker.launched));
  broker = structuredClone(after);
  brokerAt = Date.now();
}

const LOCAL_TABLE = "__miniflare_do_name";

function countStorage(name: string, ctx: DurableObjectState, env: Env): void {
  const { storage } = ctx;
  const { sql, kv } = storage;
  const exec = sql.exec.bind(sql);
  sql.exec = ((query: string, ...bindings: unknown[]) => {
    const cursor = exec(query, ...bindings);
    // The local runtime keeps the names of objects in their databases; Cloudflare does not, and bills none of it.
    if (query.includes(LOCAL_TABLE)) return cursor;
    countCursor(name, cursor);
    if (cursor.rowsWritten > 0) {
      const statement = query.replaceAll(/\s+/g, " ").trim().slice(0, 60);
      count(`${name} by statement`, statement, cursor.rowsWritten);
    }
    return cursor;
  }) as typeof sql.exec;
  const put = storage.put.bind(storage) as (...args: unknown[]) => Promise<void>;
  storage.put = ((...args: unknown[]) => {
    count(name, "rows written", typeof args[0] === "string" ? 1 : Object.keys(args[0] as object).length);
    return put(...args);
  }) as typeof storage.put;
  const kvPut = kv.put.bind(kv);
  kv.put = ((key: string, value: unknown) => {
    count(name, "rows written");
    count(`${name} by statement`, `kv.put ${key}`);
    if (name === "BrowserBroker") countBrowsers(value as Broker);
    return kvPut(key, value);
  }) as typeof kv.put;
  const key = ctx.id.toString();
  storage.getAlarm = async () => alarms.get(key)?.at ?? null;
  storage.deleteAlarm = async () => {
    if (!alarms.delete(key)) return;
    count(name, "rows written");
    count(`${name} by statement`, "deleteAlarm");
  };
  storage.setAlarm = async (at) => {
    count(name, "rows written");
    count(`${name} by statement`, "setAlarm");
    const namespace = env[BINDINGS[name] as "KEYWORD_LEDGER"];
    alarms.set(key, {
      at: Number(at),
      // The stub is made by the request that rings: one belongs to the request that made it.
      ring: () =>
        (namespace.get(namespace.idFromString(key)) as unknown as { ringAlarm(): Promise<void> }).ringAlarm(),
    });
  };
}
