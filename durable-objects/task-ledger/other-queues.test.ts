/** A task waits for tasks of another queue, whatever is lost, doubled or late between the two ledgers. */
import { runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { RecordReach } from "../../shared/contracts/access.ts";
import type { TaskLedgerApi, TaskToCreate } from "../../shared/contracts/task-ledger.ts";
import { DAY_MS, MINUTE_MS } from "../../shared/time.ts";
import { CREATOR, EVERYTHING, failure, good, newTask, TaskRig } from "../../tests/edge/task-ledger/rig.ts";

/** Holds the tasks that are waited for. */
let images: TaskRig;
/** Holds those that wait. */
let crawler: TaskRig;
beforeEach(async () => {
  // What is lost between the ledgers is logged.
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  images = await TaskRig.start(1, "image_processing");
  crawler = await TaskRig.start(2, "crawler");
});

type Methods = Partial<Pick<TaskLedgerApi, "watch" | "dependenciesMet" | "stillAwaited" | "states">>;

/** Replaces calls of a rig to other ledgers. */
const between = (rig: TaskRig, replaced: (other: TaskLedgerApi) => Methods) => {
  rig.between = (other) => {
    const own = replaced(other);
    return new Proxy(other, {
      get: (target, name) => own[name as keyof Methods] ?? target[name as keyof TaskLedgerApi],
    });
  };
};
const away = async (): Promise<never> => {
  throw new Error("the connection was lost");
};
/**
 * Lets a call of an object stand still while the test acts. Each side looks for itself whether the other one has come, since
 * what one object resolves may not go on in another.
 */
function gate() {
  let [isReached, isOpen] = [false, false];
  return {
    reached: () => expect.poll(() => isReached).toBe(true),
    open: () => {
      isOpen = true;
    },
    async stand() {
      isReached = true;
      while (!isOpen) await scheduler.wait(1);
    },
  };
}
const pass = (ms: number) => {
  images.now += ms;
  crawler.now += ms;
};
const rowsOf = (rig: TaskRig, table: string) =>
  runInDurableObject(rig.stub, (_, { storage }) => storage.sql.exec(`SELECT * FROM ${table}`).toArray());
/** What the two ledgers keep of dependencies. */
const kept = async () => ({
  watchers: (await rowsOf(images, "watchers")).length,
  notices: (await rowsOf(images, "notices")).length,
  waits: (await rowsOf(crawler, "task_waits")).length,
  releases: (await rowsOf(crawler, "task_releases")).length,
});
const NOTHING = { watchers: 0, notices: 0, waits: 0, releases: 0 };
const toldAll = () => expect.poll(kept).toEqual(NOTHING);

const watchThen = async (
  other: TaskLedgerApi,
  asked: Parameters<TaskLedgerApi["watch"]>,
  then: () => Promise<void>,
) => {
  const answers = await other.watch(...asked);
  await then();
  return answers;
};

const finish = async (id: string) => {
  const claims = await images.claim(64);
  const claim = claims.find((one) => one.id === id);
  if (!claim) throw new Error(`${id} is not claimed`);
  await images.end(claim);
};
const waitFor = (...depends_on: string[]) => crawler.create({ depends_on });

describe("a task that waits for another queue", () => {
  test("is blocked until all are done or skipped, and then nothing is kept of it", async () => {
    const [a, b, own] = [await images.create(), await images.create(), await crawler.create()];
    const id = await waitFor(a, own, b);
    expect(await crawler.state(id)).toBe("blocked");
    expect(await kept()).toEqual({ watchers: 2, notices: 0, waits: 3, releases: 0 });
    await finish(a);
    await expect.poll(kept).toEqual({ watchers: 1, notices: 0, waits: 2, releases: 0 });
    const claim = await crawler.claimOne();
    expect(claim.id).toBe(own);
    await crawler.end(claim);
    expect(await crawler.state(id)).toBe("blocked");
    good(
      await images.api.recover(b, "SKIP", "user:1").then(async (done) => {
        // It runs: it is cancelled first.
        if (done.ok) return done;
        await images.api.cancel(b, "user:1");
        pass(61_000);
        await images.alarm();
        return images.api.recover(b, "SKIP", "user:1");
      }),
    );
    await toldAll();
    expect(await crawler.state(id)).toBe("queued");
  });

  test("does not wait for what is done or skipped, which is then not watched", async () => {
    const [done, skipped] = [await images.create(), await images.create({ run_at: images.now + DAY_MS })];
    await finish(done);
    good(await images.api.recover(skipped, "SKIP", "user:1"));
    expect(await crawler.state(await waitFor(done, skipped))).toBe("queued");
    expect(await kept()).toEqual(NOTHING);
  });

  test("whose dependency fails goes on once that is tried again, or skipped", async () => {
    const on = await images.create();
    const id = await waitFor(on);
    await images.end(await images.claimOne(), failure("blocked"));
    expect(await kept()).toMatchObject({ watchers: 1, notices: 0 });
    expect(await crawler.api.why(id, EVERYTHING)).toMatchObject({
      blocker: "dependency-failed",
      waits_for: [on],
    });
    good(await images.api.recover(on, "RETRY", "user:1"));
    expect(await crawler.api.why(id, EVERYTHING)).toMatchObject({ blocker: "dependency", waits_for: [on] });
    await finish(on);
    await toldAll();
    expect(await crawler.state(id)).toBe("queued");
  });

  test("is refused where one is not there, and the others of the call are kept", async () => {
    const on = await images.create();
    const absent = on.replace(/^./, "f");
    const made = await crawler.api.create(
      [newTask({ depends_on: [on] }), newTask({ depends_on: [on, absent] }), newTask()],
      CREATOR,
    );
    expect(made.map((one) => (one.ok ? "made" : `${one.code}: ${one.message}`))).toEqual([
      "made",
      `not_found: no task ${absent} to wait for`,
      "made",
    ]);
  });

  test.each(["image_processing", "crawler"] as const)(
    "is refused beyond its creator's reach, as what is not there: %s",
    async (queue) => {
      const reach: RecordReach = { kind: "own", userId: "2" };
      const creator = {
        ...CREATOR,
        owner: { ownerId: "2", departmentId: null },
        caller: { reach, sees_recruiters: false },
      };
      const theirs = await (queue === "crawler" ? crawler : images).create();
      const [made] = await crawler.api.create([newTask({ depends_on: [theirs] })], creator);
      expect(made).toEqual({ ok: false, code: "not_found", message: `no task ${theirs} to wait for` });
      const own = await (queue === "crawler" ? crawler : images).api.create([newTask()], creator);
      const [mine] = await crawler.api.create([newTask({ depends_on: [good(own[0]).id] })], creator);
      expect(good(mine).created).toBe(true);
      expect(await rowsOf(images, "watchers")).toHaveLength(queue === "crawler" ? 0 : 1);
    },
  );

  test("asks nobody when it names no other queue", async () => {
    const calls: string[] = [];
    crawler.between = () =>
      new Proxy({} as TaskLedgerApi, { get: (_, name) => void calls.push(String(name)) });
    await waitFor(await crawler.create());
    expect(calls).toEqual([]);
  });
});

describe("when the other queue does not answer", () => {
  const wanted = (on: string, key: string | null = null): TaskToCreate[] => [
    newTask(),
    newTask({ depends_on: [on], key }),
  ];

  test("nothing is made, and the call can be repeated", async () => {
    const on = await images.create();
    between(crawler, () => ({ watch: away }));
    const refused = await crawler.api.create(wanted(on), CREATOR);
    expect(refused.map((one) => !one.ok && one.code)).toEqual(Array(2).fill("dependency_unavailable"));
    expect(await crawler.api.list({}, 10)).toEqual([]);
    crawler.between = (other) => other;
    const made = await crawler.api.create(wanted(on), CREATOR);
    expect(made.map((one) => good(one).created)).toEqual([true, true]);
  });

  test("what its lost answer left is told to nobody, and leaves", async () => {
    const on = await images.create();
    between(crawler, (other) => ({ watch: (...all) => other.watch(...all).then(away) }));
    expect((await crawler.api.create(wanted(on), CREATOR)).map(({ ok }) => ok)).toEqual([false, false]);
    expect(await kept()).toMatchObject({ watchers: 1, waits: 0 });
    await finish(on);
    await toldAll();
  });

  test("a task that is there by its key is answered all the same", async () => {
    const on = await images.create();
    const [, first] = await crawler.api.create(wanted(on, "k"), CREATOR);
    between(crawler, () => ({ watch: away }));
    const [again] = await crawler.api.create([newTask({ depends_on: [on], key: "k" })], CREATOR);
    expect(good(again)).toEqual({ id: good(first).id, created: false });
  });

  test("the reason of a wait says so, and the task is shown", async () => {
    const on = await images.create();
    const id = await waitFor(on);
    between(crawler, () => ({ states: away }));
    expect(await crawler.api.why(id, EVERYTHING)).toMatchObject({
      blocker: "dependency",
      waits_for: [on],
      not_reached: [on],
      message: "it waits for 1 other tasks; the queues of 1 did not answer, so these may have failed",
    });
  });
});

describe("a notice", () => {
  test("that is lost is sent again by the alarm, later each time, and keeps nothing else from running", async () => {
    const on = await images.create();
    const others = [await images.create(), await images.create(), await images.create()];
    const id = await waitFor(on, ...others);
    let calls = 0;
    between(images, () => ({
      dependenciesMet: async () => {
        calls++;
        return away();
      },
    }));
    const claims = await images.claim(64);
    const end = async (ended: string) =>
      images.end(claims.find((claim) => claim.id === ended) as (typeof claims)[number]);
    await end(on);
    await expect.poll(() => calls).toBe(1);
    for (const other of others) await end(other);
    expect(calls, "new ones wait for the timer").toBe(1);
    const waits = [10_000, 20_000, 40_000];
    for (const [index, ms] of waits.entries()) {
      pass(ms - 1);
      await finish(await images.create());
      expect(calls).toBe(1 + index);
      pass(1);
      expect(await images.alarm()).toBe(true);
      await expect.poll(() => calls).toBe(2 + index);
    }
    expect(await crawler.state(id)).toBe("blocked");
    await images.evict();
    images.between = (other) => other;
    pass(80_000);
    await images.alarm();
    await toldAll();
    expect(await crawler.state(id)).toBe("queued");
    pass(10 * MINUTE_MS);
    await images.alarm();
    expect(await rowsOf(images, "timers"), "nothing is left to send").toEqual([]);
  });

  test("that comes twice releases once", async () => {
    const [a, b] = [await images.create(), await images.create()];
    const id = await waitFor(a, b);
    let calls = 0;
    between(images, (other) => ({
      async dependenciesMet(notices) {
        await other.dependenciesMet(notices);
        await other.dependenciesMet(notices);
        // The answer to the first call is lost.
        if (++calls === 1) await away();
      },
    }));
    await finish(a);
    await expect.poll(() => calls).toBe(1);
    pass(10_000);
    await images.alarm();
    await expect.poll(kept).toEqual({ watchers: 1, notices: 0, waits: 1, releases: 0 });
    expect(await crawler.state(id)).toBe("blocked");
  });

  test("that comes while a task is created is not lost", async () => {
    const on = await images.create();
    const watched = gate();
    between(crawler, (other) => ({ watch: (...all) => watchThen(other, all, watched.stand) }));
    const made = waitFor(on);
    await watched.reached();
    await finish(on);
    await expect.poll(() => rowsOf(images, "notices")).toEqual([]);
    watched.open();
    expect(await crawler.state(await made)).toBe("queued");
    expect(await kept()).toEqual(NOTHING);
  });

  test("of an end that was taken back releases only those that waited before", async () => {
    const on = await images.create({ run_at: images.now + DAY_MS });
    const before = await waitFor(on);
    between(images, () => ({ dependenciesMet: away }));
    good(await images.api.recover(on, "SKIP", "user:1"));
    good(await images.api.recover(on, "RETRY", "user:1"));
    const after = await waitFor(on);
    expect(await kept()).toEqual({ watchers: 1, notices: 1, waits: 2, releases: 0 });
    images.between = (other) => other;
    pass(10_000);
    await images.alarm();
    await expect.poll(kept).toEqual({ watchers: 1, notices: 0, waits: 1, releases: 0 });
    expect([await crawler.state(before), await crawler.state(after)]).toEqual(["queued", "blocked"]);
    await finish(on);
    await toldAll();
    expect(await crawler.state(after)).toBe("queued");
  });

  test("of an end that was not stored is not sent", async () => {
    const on = await images.create({ run_at: images.now + DAY_MS });
    await waitFor(on);
    const skip = { kind: "recover", strategy: "SKIP" } as const;
    await runInDurableObject(images.stub, async (ledger) => {
      await expect(ledger.actMany([on, Symbol() as never], skip, "user:1", EVERYTHING)).rejects.toThrow();
      await ledger.dispatch();
    });
    expect(await kept()).toMatchObject({ watchers: 1, notices: 0 });
    expect(await rowsOf(images, "timers"), "there is nothing to send").toEqual([]);
    good((await images.api.actMany([on], skip, "user:1", EVERYTHING))[0]);
    await toldAll();
  });

  test("is confirmed only as far as it was sent: the task may have ended again meanwhile", async () => {
    const on = await images.create({ run_at: images.now + DAY_MS });
    await waitFor(on);
    const answered = gate();
    between(images, (other) => ({
      async dependenciesMet(notices) {
        await other.dependenciesMet(notices);
        await answered.stand();
      },
    }));
    good(await images.api.recover(on, "SKIP", "user:1"));
    await answered.reached();
    good(await images.api.recover(on, "RETRY", "user:1"));
    await waitFor(on);
    good(await images.api.recover(on, "SKIP", "user:1"));
    answered.open();
    await toldAll();
    expect((await crawler.api.status()).states).toMatchObject({ blocked: 0, queued: 2 });
  });
});

describe("old tasks", () => {
  /** Ends a task, and lets the export go by until it would be deleted. */
  const age = async (rig: TaskRig, id: string) => {
    await rig.api.cancel(id, "user:1");
    await exported(rig);
    pass(8 * DAY_MS);
  };
  const exported = async (rig: TaskRig) => rig.api.endedExported((await rig.api.endedToExport(1000)).through);

  test("stay while another queue waits for them, and leave once it does not", async () => {
    const on = await images.create();
    const id = await waitFor(on);
    await age(images, on);
    let asked = 0;
    between(images, (other) => ({
      async stillAwaited(ids) {
        const awaited = await other.stillAwaited(ids);
        asked++;
        return awaited;
      },
    }));
    await exported(images);
    await expect.poll(() => asked).toBe(1);
    await exported(images);
    await expect.poll(() => asked).toBe(2);
    expect(await images.state(on)).toBe("cancelled");
    await age(crawler, id);
    await exported(crawler);
    expect(await crawler.state(id)).toBeUndefined();
    between(images, () => ({ stillAwaited: away }));
    await exported(images);
    expect(await images.state(on), "nobody answered").toBe("cancelled");
    images.between = (other) => other;
    await exported(images);
    await expect.poll(() => rowsOf(images, "watchers")).toEqual([]);
    await exported(images);
    expect(await images.state(on)).toBeUndefined();
  });

  test("stay for a task that came while the other queue was asked", async () => {
    const on = await images.create();
    await age(crawler, await waitFor(on));
    await exported(crawler);
    await age(images, on);
    const asked = gate();
    let isAnswered = false;
    between(images, (other) => ({
      async stillAwaited(ids) {
        const awaited = await other.stillAwaited(ids);
        await asked.stand();
        isAnswered = true;
        return awaited;
      },
    }));
    await exported(images);
    await asked.reached();
    await waitFor(on);
    asked.open();
    await expect.poll(() => isAnswered).toBe(true);
    await images.api.status();
    expect(await kept()).toMatchObject({ watchers: 1, waits: 1 });
    expect(await images.state(on)).toBe("cancelled");
  });

  test("stay for a task that is being created", async () => {
    const on = await images.create();
    await age(images, on);
    const watched = gate();
    between(crawler, (other) => ({ watch: (...all) => watchThen(other, all, watched.stand) }));
    const made = waitFor(on);
    await watched.reached();
    expect(await crawler.api.stillAwaited([on])).toEqual([on]);
    watched.open();
    await made;
    expect(await crawler.api.stillAwaited([on, on.replace(/^./, "f")])).toEqual([on]);
  });
});

describe("why a task waits", () => {
  const MINE: RecordReach = { kind: "own", userId: "2" };
  const me = { ...CREATOR, owner: { ownerId: "2", departmentId: null } };

  test("names no task that the reader may not see, of whatever queue", async () => {
    const [theirs, mine] = [await images.create(), good((await images.api.create([newTask()], me))[0]).id];
    const near = await crawler.create({ run_at: crawler.now + DAY_MS });
    const id = good((await crawler.api.create([newTask({ depends_on: [theirs, mine, near] })], me))[0]).id;
    expect(await crawler.api.why(id, MINE)).toMatchObject({
      blocker: "dependency",
      waits_for: [mine],
      out_of_reach: 2,
      message: "it waits for 3 other tasks; 2 of them you may not see",
    });
    // How it ended stays unknown too.
    await images.api.cancel(theirs, "user:1");
    await crawler.api.cancel(near, "user:1");
    expect(await crawler.api.why(id, MINE)).toMatchObject({ blocker: "dependency", waits_for: [mine] });
    expect(await crawler.api.why(id, EVERYTHING)).toMatchObject({
      blocker: "dependency-failed",
      waits_for: [theirs, near],
    });
  });

  test("names no head of an order key that the reader may not see", async () => {
    const head = await crawler.create({ order_key: "o" });
    const id = good((await crawler.api.create([newTask({ order_key: "o" })], me))[0]).id;
    expect(await crawler.api.why(id, MINE)).toMatchObject({ blocker: "order", waits_for: [] });
    expect(await crawler.api.why(id, EVERYTHING)).toMatchObject({ blocker: "order", waits_for: [head] });
  });
});

test("a dependency costs a known number of rows written, in its own queue and across queues", async () => {
  const written = new Map<TaskRig, number>();
  for (const rig of [images, crawler])
    await runInDurableObject(rig.stub, (_, { storage }) => {
      const exec = storage.sql.exec.bind(storage.sql);
      written.set(rig, 0);
      storage.sql.exec = ((query: string, ...bindings: unknown[]) => {
        const cursor = exec(query, ...bindings);
        written.set(rig, (written.get(rig) ?? 0) + cursor.rowsWritten);
        return cursor;
      }) as typeof exec;
    });
  const cost = async (work: () => Promise<unknown>) => {
    const before = [written.get(images) ?? 0, written.get(crawler) ?? 0] as const;
    await work();
    return {
      images: (written.get(images) ?? 0) - before[0],
      crawler: (written.get(crawler) ?? 0) - before[1],
    };
  };
  const run = async (rig: TaskRig) => rig.end(await rig.claimOne());
  const alone = await cost(async () => {
    await crawler.create();
    await run(crawler);
    await crawler.create();
    await run(crawler);
  });
  const sameQueue = await cost(async () => {
    await waitFor(await crawler.create());
    await run(crawler);
    await run(crawler);
  });
  const acrossQueues = await cost(async () => {
    await waitFor(await images.create());
    await run(images);
    await toldAll();
    await run(crawler);
    pass(10_000);
    await images.alarm();
  });
  expect(alone).toEqual({ images: 0, crawler: 26 });
  expect(sameQueue).toEqual({ images: 0, crawler: 37 });
  expect(acrossQueues).toEqual({ images: 20, crawler: 25 });
});
