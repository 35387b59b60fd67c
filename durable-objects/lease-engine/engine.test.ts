import { reset, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test } from "vitest";
import leaseEngineSql from "../../migrations/objects/keyword-ledger/001_lease_engine.sql";
import countsInOneRowSql from "../../migrations/objects/keyword-ledger/013_counts_in_one_row.sql";
import leasesByPhaseSql from "../../migrations/objects/keyword-ledger/014_leases_by_phase.sql";
import { systemClock } from "../../shared/clock.ts";
import { createLogger } from "../../shared/log.ts";
import { migrate } from "../base/migrate.ts";
import { LeaseEngine } from "./engine.ts";
import type { LeaseOwner, LeaseRules } from "./types.ts";

afterEach(() => reset());

/** Another kind of work than keywords: the engine must not care. */
const RULES: LeaseRules = {
  pickOrder: ["again", "todo"],
  queuedState: "called",
  runningState: "doing",
  stateWhenDue: (state) => (state === "finished" ? "todo" : state),
  msPerPriority: 1000,
  maxAgeMs: 7000,
};
/** Far ahead of the real time: no alarm rings by itself. */
const T0 = Date.UTC(2100, 0, 1);

interface Bench {
  engine: LeaseEngine;
  storage: DurableObjectStorage;
  pass(ms: number): Promise<void>;
  notes: string[];
  wakes: string[];
}

/** An engine on the storage of some object that keeps no tables of its own. */
function withEngine(owner: Partial<LeaseOwner>, run: (bench: Bench) => Promise<void>): Promise<void> {
  return runInDurableObject(env.BROWSER_BROKER.getByName("engine"), async (_, { storage }) => {
    migrate(storage, [
      { name: "001_lease_engine", sql: leaseEngineSql },
      { name: "013_counts_in_one_row", sql: countsInOneRowSql },
      { name: "014_leases_by_phase", sql: leasesByPhaseSql },
    ]);
    const notes: string[] = [];
    const wakes: string[] = [];
    let now = T0;
    const engine = new LeaseEngine(
      storage,
      RULES,
      { leaseMs: 100, queuedMs: 50, window: 2, wakes: true },
      {
        expired: (item) => ({ state: "again", dueAt: now, attempts: item.attempts + 1 }),
        note: (id, type) => notes.push(`${id} ${type}`),
        log: createLogger(),
        wake: async (cause) => {
          wakes.push(cause);
        },
        ...owner,
      },
    );
    engine.clock = { ...systemClock, now: () => now, random: () => 0.5 };
    await engine.restore();
    const pass = (ms: number) => {
      now += ms;
      return engine.alarm();
    };
    await run({ engine, storage, pass, notes, wakes });
    await storage.deleteAlarm();
  });
}

const add = (engine: LeaseEngine, id: string, priority = 0, dueAt: number | null = T0) =>
  engine.commit("add", (now) => engine.work.add(id, priority, { state: "todo", dueAt }, now));
const claim = (engine: LeaseEngine, limit = 1) =>
  engine.commit("claim", (now) => engine.work.lease("worker", limit, now));

test("what comes soon after a transaction shares the next one; what comes later, or has its answer, does not wait", () =>
  withEngine({}, async ({ engine, storage, pass }) => {
    const sync = storage.sync.bind(storage);
    const transactionSync = storage.transactionSync.bind(storage);
    let waits = 0;
    let transactions = 0;
    storage.sync = () => {
      waits += 1;
      return sync();
    };
    storage.transactionSync = (work) => {
      transactions += 1;
      return transactionSync(work);
    };
    await add(engine, "a");
    expect([waits, transactions]).toEqual([0, 1]);
    await Promise.all([add(engine, "b"), add(engine, "c")]);
    expect([waits, transactions]).toEqual([1, 2]);
    engine.confirmed(engine.transaction);
    await add(engine, "d");
    expect([waits, transactions]).toEqual([1, 3]);
    engine.confirmed(engine.transaction - 1);
    await add(engine, "e");
    expect([waits, transactions]).toEqual([2, 4]);
    await pass(5);
    expect([waits, transactions]).toEqual([2, 5]);
  }));

test("leases, expires and leases again, with a growing fence", () =>
  withEngine({}, async ({ engine, pass, notes, wakes }) => {
    await add(engine, "a");
    expect(wakes).toEqual(["add"]);
    const [first] = await claim(engine);
    expect(first).toMatchObject({ id: "a", state: "doing", fence: 1, holder: "worker", timerAt: T0 + 100 });
    await pass(100);
    expect(engine.check("a", 1, T0 + 100)).toEqual({ ok: false, code: "stale_lease" });
    expect(engine.work.find("a")).toMatchObject({ state: "called", phase: "queued", attempts: 1 });
    const [second] = await claim(engine);
    expect(second?.fence).toBeGreaterThan(1);
    expect(notes).toEqual(["a dispatched", "a dispatched"]);
    expect(engine.check("b", 1, T0)).toEqual({ ok: false, code: "not_found" });
  }));

test("what returns goes before what is new; priority goes first, waiting makes up for it to a degree", () =>
  withEngine({}, async ({ engine }) => {
    engine.work.settings = { ...engine.work.settings, window: 0 };
    await add(engine, "ancient", 0, T0 - 60_000);
    await add(engine, "low", 0, T0 - 6000);
    await add(engine, "top", 8, T0);
    await add(engine, "high", 5, T0);
    await add(engine, "low-late", 0, T0);
    await engine.commit("x", (now) => engine.work.add("old", 0, { state: "again", dueAt: T0 }, now));
    engine.work.settings = { ...engine.work.settings, window: 9 };
    expect((await claim(engine, 9)).map((item) => item.id)).toEqual([
      ...["old", "top", "ancient", "low", "high", "low-late"],
    ]);
  }));

test("what is due later stands outside the line until its time; what is never due rests without a timer", () =>
  withEngine({}, async ({ engine, storage, pass }) => {
    await add(engine, "never", 0, null);
    expect(await storage.getAlarm()).toBeNull();
    await add(engine, "later", 0, T0 + 30);
    expect(await storage.getAlarm()).toBe(T0 + 30);
    expect(engine.work.nextDue()).toBe(T0 + 30);
    expect(await claim(engine, 5)).toEqual([]);
    await pass(30);
    expect((await claim(engine, 5)).map((item) => item.id)).toEqual(["later"]);
  }));

test("a change that throws leaves nothing behind, neither its own writes nor a wake-up", () =>
  withEngine({}, async ({ engine, wakes }) => {
    const broken = engine.commit("x", (now) => {
      engine.work.add("a", 0, { state: "todo", dueAt: now }, now);
      throw new Error("no");
    });
    await expect(broken).rejects.toThrow("no");
    expect(engine.work.find("a")).toBeNull();
    expect(wakes).toEqual([]);
    expect(engine.work.counts()).toEqual([]);
  }));

test("what is next and has room is queued by its insert; leased in the same transaction it wakes nobody", () =>
  withEngine({}, async ({ engine, wakes }) => {
    const addNext = (id: string, count: number, now: number) =>
      engine.work.add(id, 0, { state: "todo", dueAt: now }, now, count);
    await engine.commit("both", (now) => {
      addNext("a", 1, now);
      expect(engine.work.counts()).toEqual([{ state: "called", phase: "queued", n: 1 }]);
      expect(engine.work.lease("worker", 1, now)).toMatchObject([{ id: "a", fence: 1, timerAt: T0 + 100 }]);
    });
    expect(engine.work.find("a")).toMatchObject({ phase: "running", holder: "worker", leasedAt: T0 });
    expect(engine.work.counts()).toEqual([{ state: "doing", phase: "running", n: 1 }]);
    expect(wakes).toEqual([]);
    // One place is left for two, so both wait for their turn in the order of priority.
    await engine.commit("two", (now) => {
      addNext("b", 2, now);
      addNext("c", 2, now);
      expect(engine.work.inPhase("ready")).toBe(2);
    });
    expect(wakes).toEqual(["two"]);
    expect(engine.work.inPhase("queued", "ready")).toBe(2);
  }));

test("what is added goes to who waits, after what was queued before, and the rest is queued", () =>
  withEngine({}, async ({ engine, pass, wakes }) => {
    const addNext = (id: string, priority: number, now: number) =>
      engine.work.add(id, priority, { state: "todo", dueAt: now }, now, 2);
    const got: string[][] = [];
    const wait = (limit: number) =>
      engine.wait({
        claim(now) {
          const leased = engine.work.lease("waits", limit, now).map(({ id }) => id);
          got.push(leased);
          return leased.length > 0;
        },
        resolve: () => got.push(["answered"]),
        reject: () => undefined,
      });
    await engine.commit("waits", () => wait(1));
    await engine.commit("two", (now) => {
      addNext("low", 0, now);
      addNext("high", 1, now);
    });
    expect(got).toEqual([["high"], ["answered"]]);
    expect(engine.work.find("low")).toMatchObject({ phase: "queued", fence: 0, timerAt: T0 + 50 });
    expect(wakes).toEqual(["two"]);
    const high = engine.work.find("high");
    await engine.commit(
      "ends",
      (now) => high && engine.work.place(high, { state: "todo", dueAt: null }, now),
    );
    await pass(1);
    await engine.commit("later", (now) => {
      wait(2);
      engine.work.add("new", 0, { state: "todo", dueAt: now }, now, 1);
    });
    expect(got.slice(2)).toEqual([["low", "new"], ["answered"]]);
    expect(wakes).toEqual(["two"]);
  }));

test("changes that come while one is stored share a transaction; one that throws leaves the others", () =>
  withEngine({}, async ({ engine, storage }) => {
    let transactions = 0;
    const transactionSync = storage.transactionSync.bind(storage);
    storage.transactionSync = (work) => {
      transactions++;
      return transactionSync(work);
    };
    const broken = () =>
      engine.commit("x", (now) => {
        engine.work.add("half", 0, { state: "todo", dueAt: now }, now);
        throw new Error("no");
      });
    await Promise.all([add(engine, "a"), add(engine, "b"), add(engine, "c")]);
    expect(transactions).toBe(2);
    const ended = await Promise.allSettled([add(engine, "d"), add(engine, "e"), broken(), add(engine, "f")]);
    expect(ended.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
    const found = ["a", "b", "c", "d", "e", "half", "f"].filter((id) => engine.work.find(id));
    expect(found).toEqual(["a", "b", "c", "d", "e", "f"]);
    expect(engine.work.counts().reduce((sum, { n }) => sum + n, 0)).toBe(6);
    storage.transactionSync = transactionSync;
  }));

test("where nobody is to be woken, work is claimed as it stands ready; what was queued or held before goes back", () =>
  withEngine({}, async ({ engine, pass, notes, wakes }) => {
    await add(engine, "a");
    const [held] = await claim(engine);
    await engine.commit("hold", (now) => held && engine.work.hold(held, "again", now + 30, now));
    await add(engine, "b");
    expect(engine.work.inPhase("queued", "held")).toBe(2);
    engine.work.settings = { ...engine.work.settings, wakes: false };
    const [told, woken] = [notes.length, wakes.length];
    await pass(30);
    await pass(20);
    await add(engine, "c");
    expect(engine.work.inPhase("ready")).toBe(3);
    expect(await engine.dispatch("x")).toBe(0);
    expect((await claim(engine, 9)).map(({ id }) => id)).toEqual(["a", "b"]);
    await pass(100);
    expect(engine.work.inPhase("ready")).toBe(3);
    expect([notes.length, wakes.length]).toEqual([told, woken]);
  }));

test("an alarm that fails does not throw, and comes again after a pause that grows", () => {
  const expired = () => {
    throw new Error("owner is broken");
  };
  return withEngine({ expired }, async ({ engine, storage, pass }) => {
    await add(engine, "a");
    await claim(engine);
    await pass(100);
    expect(await storage.getAlarm()).toBe(T0 + 100 + 1000);
    await pass(1000);
    expect(await storage.getAlarm()).toBe(T0 + 1100 + 2000);
    expect(engine.work.find("a")?.phase).toBe("running");
  });
});

test("more timers than one sweep takes are done by the alarms that follow at once", () =>
  withEngine({}, async ({ engine, storage, pass }) => {
    await engine.commit("x", (now) => {
      for (let index = 0; index < 700; index++) {
        engine.work.add(`i${index}`, 0, { state: "todo", dueAt: T0 + 10 }, now);
      }
    });
    await pass(10);
    expect(engine.work.inPhase("waiting")).toBe(200);
    expect(await storage.getAlarm()).toBe(T0 + 11);
    await pass(1);
    expect(engine.work.inPhase("waiting")).toBe(0);
  }));

test("an object whose alarm was lost arms it again when it is built", () =>
  withEngine({}, async ({ engine, storage }) => {
    await add(engine, "later", 0, T0 + 30);
    await storage.deleteAlarm();
    await engine.restore();
    expect(await storage.getAlarm()).toBe(T0 + 30);
  }));

describe("migrate", () => {
  test("runs each migration once, the new ones later, and refuses data that is newer than the code", () =>
    runInDurableObject(env.BROWSER_BROKER.getByName("migrate"), async (_, { storage }) => {
      const one = { name: "1", sql: "CREATE TABLE one (n INTEGER); INSERT INTO one VALUES (1)" };
      const two = { name: "2", sql: "INSERT INTO one VALUES (2)" };
      migrate(storage, [one]);
      migrate(storage, [one]);
      migrate(storage, [one, two]);
      expect(storage.sql.exec("SELECT n FROM one ORDER BY n").toArray()).toEqual([{ n: 1 }, { n: 2 }]);
      expect(() => migrate(storage, [one])).toThrow("unknown migrations applied: 2");
      const broken = { name: "3", sql: "INSERT INTO one VALUES (3); INSERT INTO nothing VALUES (1)" };
      expect(() => migrate(storage, [one, two, broken])).toThrow("nothing");
      expect(storage.sql.exec("SELECT count(*) AS n FROM one").one()).toEqual({ n: 2 });
    }));
});
