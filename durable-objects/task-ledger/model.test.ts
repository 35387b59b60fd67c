/** Whatever happens in whatever order: no two live leases, fences grow, counters are right, order and dependencies hold. */
import { runInDurableObject } from "cloudflare:test";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import {
  ENDED_TASK_STATES,
  RECOVERY_STRATEGIES,
  TASK_PRIORITIES,
} from "../../shared/contracts/vocabulary.ts";
import { CREATOR, newTask, TaskRig } from "../../tests/edge/task-ledger/rig.ts";
import { WORK_COUNTS_SQL } from "../lease-engine/work-counts.ts";

/** A lease that some holder believes to have. */
interface Grant {
  id: string;
  fence: number;
  until: number;
}

class World {
  rig: TaskRig;
  ids: string[] = [];
  grants: Grant[] = [];
  fences = new Map<string, number>();
  batch = "";
  constructor(rig: TaskRig) {
    this.rig = rig;
  }
}

type Row = {
  id: string;
  state: string;
  phase: string;
  fence: number;
  order_key: string | null;
  open_deps: number;
  ended_at: number | null;
  batch: string | null;
  waits: number;
  timer_at: number | null;
};

const ENDED: ReadonlySet<string> = new Set(ENDED_TASK_STATES);

/** What must hold after each step. */
async function expectSound(world: World): Promise<void> {
  const { rows, counts, batches, releases } = await runInDurableObject(world.rig.stub, (_, { storage }) => ({
    rows: storage.sql
      .exec<Row>(
        `SELECT t.id, w.state, w.phase, w.fence, w.timer_at, t.order_key, t.open_deps, t.ended_at, t.batch,
           (SELECT count(*) FROM task_waits x WHERE x.task_id = t.id) AS waits
         FROM tasks t JOIN work w ON w.id = t.id`,
      )
      .toArray(),
    counts: storage.sql.exec<{ state: string; phase: string; n: number }>(WORK_COUNTS_SQL).toArray(),
    batches: storage.sql
      .exec<{ id: string; total: number; done: number; failed: number; cancelled: number; skipped: number }>(
        "SELECT * FROM batches",
      )
      .toArray(),
    releases: storage.sql.exec("SELECT 1 FROM task_releases").toArray().length,
  }));
  expect(rows).toHaveLength(world.ids.length);
  for (const { id, fence, state, ended_at, open_deps, waits, phase } of rows) {
    expect(fence, "a fence only grows").toBeGreaterThanOrEqual(world.fences.get(id) ?? 0);
    world.fences.set(id, fence);
    expect(ENDED.has(state), `${state} and its end`).toBe(ended_at !== null);
    expect(open_deps, "dependencies are counted").toBe(waits);
    if (phase === "ready" || phase === "queued" || phase === "running")
      expect(open_deps, "a task runs after what it waits for").toBe(0);
  }
  const atWork = rows.filter(
    ({ order_key, ended_at, phase }) => order_key && ended_at === null && phase !== "resting",
  );
  const keys = atWork.map(({ order_key }) => order_key);
  expect(new Set(keys).size, "one of an order key at a time").toBe(keys.length);
  const recount = Map.groupBy(rows, ({ state, phase }) => `${state} ${phase}`);
  expect(Object.fromEntries(counts.map(({ state, phase, n }) => [`${state} ${phase}`, n]))).toEqual(
    Object.fromEntries([...recount].map(([key, list]) => [key, list.length])),
  );
  for (const batch of batches) {
    const own = rows.filter((row) => row.batch === batch.id);
    const of = (state: string) => own.filter((row) => row.state === state).length;
    expect({ ...batch, id: "" }).toMatchObject({
      total: own.length,
      done: of("done"),
      failed: of("failed"),
      cancelled: of("cancelled"),
      skipped: of("skipped"),
    });
  }
  // Nothing waits for ever: what is blocked has a cause, and what is picked has a timer.
  for (const { id, state, open_deps, order_key, timer_at, phase } of rows) {
    if (state === "blocked" && releases === 0)
      expect(
        open_deps > 0 || keys.includes(order_key) || isBehind(rows, id, order_key),
        `${id} is stuck`,
      ).toBe(true);
    if (phase === "queued" || phase === "running" || phase === "waiting") expect(timer_at).not.toBeNull();
  }
}

/** Another unfinished task of the key holds the line, itself blocked by a dependency. */
const isBehind = (rows: Row[], id: string, orderKey: string | null): boolean =>
  orderKey !== null &&
  rows.some((row) => row.id !== id && row.order_key === orderKey && row.ended_at === null);

type Command = fc.AsyncCommand<object, World>;
const command = (name: string, run: (world: World) => Promise<void>): Command => ({
  check: () => true,
  run: async (_, world) => {
    await run(world);
    await expectSound(world);
  },
  toString: () => name,
});

const pick = <T>(list: readonly T[], which: number): T | undefined => list[which % (list.length || 1)];

const create = (
  priority: 0 | 5 | 8 | 10,
  order: number,
  dependsOn: number | null,
  delay: number,
  inBatch: boolean,
) =>
  command(`create ${priority} order ${order} after ${dependsOn} in ${delay}`, async (world) => {
    const { rig, ids } = world;
    if (inBatch && world.batch === "") world.batch = (await rig.api.createBatch("b", "test.run", CREATOR)).id;
    const on = dependsOn === null ? undefined : pick(ids, dependsOn);
    const task = newTask({
      priority,
      order_key: order === 0 ? null : `k${order}`,
      depends_on: on ? [on] : [],
      run_at: delay === 0 ? null : rig.now + delay,
      timeout_s: 120,
    });
    const [made] = await rig.api.create([task], inBatch ? { ...CREATOR, batch: world.batch } : CREATOR);
    expect(made?.ok).toBe(true);
    if (made?.ok) ids.push(made.value.id);
  });

const claim = (limit: number) =>
  command(`claim ${limit}`, async ({ rig, grants }) => {
    const { claims } = await rig.api.next("lane", [], limit);
    for (const { id, fence, lease_until } of claims) {
      const live = grants.filter((grant) => grant.id === id && grant.until > rig.now);
      expect(live, "no two live leases").toEqual([]);
      grants.push({ id, fence, until: lease_until });
    }
  });

const end = (which: number, kind: "done" | "failed" | "yield" | "cancelled") =>
  command(`${kind} ${which}`, async ({ rig, grants }) => {
    const grant = pick(grants, which);
    if (!grant) return;
    const isLive = grant.until > rig.now;
    const ends = {
      done: { kind: "done", result: null },
      failed: { kind: "failed", error: { code: "x", message: "x", class: "network" } },
      yield: { kind: "yield", resume_at: rig.now + 5000 },
      cancelled: { kind: "cancelled" },
    } as const;
    const { settled } = await rig.api.next("lane", [{ ...grant, end: ends[kind] }], 0);
    expect(settled[0]?.ok, "only a live lease writes").toBe(isLive);
    grant.until = 0;
  });

const report = (which: number) =>
  command(`report ${which}`, async ({ rig, grants }) => {
    const grant = pick(grants, which);
    if (!grant) return;
    const answer = await rig.api.report(grant.id, grant.fence, { done: 1, total: 2, message: null });
    expect(answer.ok).toBe(grant.until > rig.now);
    if (answer.ok) grant.until = answer.value.lease_until;
  });

const act = (which: number, strategy: "cancel" | (typeof RECOVERY_STRATEGIES)[number] | "auto") =>
  command(`${strategy} ${which}`, async ({ rig, ids }) => {
    const id = pick(ids, which);
    if (!id) return;
    if (strategy === "cancel") await rig.api.cancel(id, "user:1");
    else await rig.api.recover(id, strategy, "user:1");
  });

const pass = (ms: number) =>
  command(`pass ${ms}`, async ({ rig }) => {
    rig.now += ms;
    await rig.alarm();
  });

const queue = (paused: boolean) =>
  command(`paused ${paused}`, async ({ rig }) => {
    await rig.api.setQueue({ paused }, "user:1");
  });
const evict = command("evict", ({ rig }) => rig.evict());
const broken = (fails: boolean) =>
  command(`queue fails ${fails}`, async ({ rig }) => {
    rig.sendFails = fails;
  });

const which = fc.nat(20);
const commands = [
  fc
    .tuple(
      fc.constantFrom(...TASK_PRIORITIES),
      fc.nat(2),
      fc.option(fc.nat(10)),
      fc.constantFrom(0, 0, 0, 60_000),
      fc.boolean(),
    )
    .map((args) => create(...args)),
  fc
    .tuple(
      fc.constantFrom(...TASK_PRIORITIES),
      fc.nat(2),
      fc.option(fc.nat(10)),
      fc.constant(0),
      fc.boolean(),
    )
    .map((args) => create(...args)),
  fc.integer({ min: 1, max: 4 }).map(claim),
  fc.integer({ min: 1, max: 4 }).map(claim),
  fc
    .tuple(which, fc.constantFrom("done", "done", "failed", "yield", "cancelled"))
    .map((args) => end(...args)),
  fc.tuple(which, fc.constantFrom("done", "failed")).map((args) => end(...args)),
  which.map(report),
  fc.tuple(which, fc.constantFrom("cancel", "auto", ...RECOVERY_STRATEGIES)).map((args) => act(...args)),
  fc.constantFrom(1, 5000, 30_000, 60_000, 600_000).map(pass),
  fc.boolean().map(queue),
  fc.constant(evict),
  fc.boolean().map(broken),
];

test("whatever happens, in whatever order", async () => {
  // Wake-ups that fail are logged.
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  await fc.assert(
    fc.asyncProperty(fc.commands(commands, { maxCommands: 50, size: "max" }), async (steps) => {
      const rig = await TaskRig.start();
      await fc.asyncModelRun(() => ({ model: {}, real: new World(rig) }), steps);
    }),
    { numRuns: 20 },
  );
});
