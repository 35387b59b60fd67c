import { evictDurableObject, reset, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { systemClock } from "../../shared/clock.ts";
import type { Heartbeat } from "../../shared/contracts/node-api.ts";
import type {
  FleetResult,
  NewCommand,
  NodeFleetApi,
  PlatformRoom,
} from "../../shared/contracts/node-fleet.ts";
import { DAY_MS } from "../../shared/time.ts";
import { heartbeatOf } from "../../tests/support/node-sample.ts";
import { nodeFleet } from "./client.ts";
import type { NodeFleet } from "./object.ts";

/** Far ahead of the real time: no alarm rings by itself. */
const T0 = Date.UTC(2100, 0, 1);
const INTERVAL_MS = 15_000;

let api: NodeFleetApi;
let stub: DurableObjectStub<NodeFleet>;
let now = T0;

const plug = () =>
  runInDurableObject(stub, (fleet) => {
    fleet.clock = { ...systemClock, now: () => now };
  });
const evict = async () => {
  await evictDurableObject(stub);
  await plug();
};
/** Time goes by, and the alarm rings. */
const pass = async (ms: number) => {
  now += ms;
  await runDurableObjectAlarm(stub);
};

beforeEach(async () => {
  now = T0;
  api = nodeFleet(env.NODE_FLEET);
  stub = env.NODE_FLEET.getByName("fleet");
  await plug();
});
afterEach(() => reset());

function value<T>(result: FleetResult<T>): T {
  if (!result.ok) throw new Error(result.message);
  return result.value;
}
const register = async (name: string, labels: string[] = []) =>
  value(await api.create({ name, labels, note: "" }, "ann")).id;

const SESSION = "00000000-0000-4000-8000-00000000000a";
const OTHER_SESSION = "00000000-0000-4000-8000-00000000000b";
const beatOf = (over: Partial<Heartbeat> = {}): Heartbeat =>
  heartbeatOf({ sent_at: now, session: SESSION, hostname: "host-1", labels: ["home"], ...over });
const beat = async (id: string, over: Partial<Heartbeat> = {}) =>
  value(await api.heartbeat(id, beatOf(over)));
const stateOf = async (id: string) => (await api.get(id))?.state;
const eventsOf = async (id: string) => (await api.detail(id))?.events.map(({ type }) => type).reverse();
const commandsOf = async (id: string) => (await api.detail(id))?.commands;
const work = (count: number): Heartbeat["work"] =>
  Array.from({ length: count }, () => ({
    keyword_id: crypto.randomUUID(),
    fence: 1,
    platform: "qcwy",
    keyword: "Java",
    city: "上海",
    pages: 0,
    since: now,
  }));

describe("records", () => {
  test("a name is one node's until that is deleted; a restored node needs it free", async () => {
    const id = await register("one");
    expect(await api.create({ name: "one", labels: [], note: "" }, "ann")).toMatchObject({
      code: "conflict",
    });
    const two = await register("two");
    expect(await api.update(two, { name: "one" }, "ann")).toMatchObject({ code: "conflict" });
    value(await api.remove(id, "ann"));
    value(await api.update(two, { name: "one" }, "ann"));
    expect(await api.restore(id, "ann")).toMatchObject({ code: "conflict" });
    value(await api.update(two, { name: "two" }, "ann"));
    expect(value(await api.restore(id, "ann"))).toMatchObject({
      name: "one",
      deleted_at: null,
      state: "new",
    });
    expect(await eventsOf(id)).toEqual(["registered", "deleted", "restored"]);
  });

  test("are found by state, platform, label and part of the name, page by page", async () => {
    const ids = [await register("b-1", ["gpu"]), await register("a-2"), await register("c-1")];
    await beat(ids[0] ?? "");
    await beat(ids[1] ?? "", { platforms: ["boss"], activity: "paused", labels: [] });
    const names = async (...query: Parameters<typeof api.list>) =>
      (await api.list(...query)).map(({ name }) => name);
    expect(await names({}, 9)).toEqual(["a-2", "b-1", "c-1"]);
    expect(await names({}, 2)).toEqual(["a-2", "b-1"]);
    expect(await names({}, 2, { name: "b-1", id: ids[0] ?? "" })).toEqual(["c-1"]);
    expect(await names({ state: "paused" }, 9)).toEqual(["a-2"]);
    expect(await names({ state: "new" }, 9)).toEqual(["c-1"]);
    expect(await names({ platform: "qcwy" }, 9)).toEqual(["b-1"]);
    expect(await names({ label: "gpu" }, 9)).toEqual(["b-1"]);
    expect(await names({ label: "home" }, 9)).toEqual(["b-1"]);
    expect(await names({ search: "-1" }, 9)).toEqual(["b-1", "c-1"]);
  });

  test("a deleted node is heard no longer", async () => {
    const id = await register("one");
    value(await api.remove(id, "ann"));
    expect(await api.heartbeat(id, beatOf())).toMatchObject({ ok: false });
    expect(await api.command(id, { kind: "pause" }, "ann")).toMatchObject({ ok: false });
    expect(await api.place(id, [], 1, [])).toMatchObject({ ok: false });
  });
});

describe("heartbeats", () => {
  test("a node silent for three intervals is offline by the alarm, with its time, and comes back by itself", async () => {
    const id = await register("one");
    expect(await stateOf(id)).toBe("new");
    expect((await beat(id, { work: work(2) })).interval_ms).toBe(INTERVAL_MS);
    expect(await api.get(id)).toMatchObject({ state: "online", load: 0.5, last_seen_at: T0 });
    await pass(3 * INTERVAL_MS - 1);
    expect(await stateOf(id)).toBe("online");
    await evict();
    await pass(1);
    expect(await api.get(id)).toMatchObject({ state: "offline", work: [], last_seen_at: T0 });
    const offline = (await api.detail(id))?.events[0];
    expect(offline).toMatchObject({ type: "offline", at: T0 + 3 * INTERVAL_MS });
    await beat(id);
    expect(await stateOf(id)).toBe("online");
    expect(await eventsOf(id)).toEqual(["registered", "session", "online", "running", "offline", "online"]);
  });

  test("the alarm is set for the first node that may fall silent, and not at all without one", async () => {
    const alarm = () => runInDurableObject(stub, (_, { storage }) => storage.getAlarm());
    const [one, two] = [await register("one"), await register("two")];
    expect(await alarm()).toBeNull();
    await beat(one);
    now += 1000;
    await beat(two);
    expect(await alarm()).toBe(T0 + 3 * INTERVAL_MS);
    await pass(3 * INTERVAL_MS);
    expect([await stateOf(one), await stateOf(two)]).toEqual(["offline", "offline"]);
    expect(await alarm()).toBeNull();
  });

  test("a node that said it ends is stopped, not lost", async () => {
    const id = await register("one");
    await beat(id, { activity: "stopping" });
    await pass(3 * INTERVAL_MS);
    expect(await stateOf(id)).toBe("stopped");
    expect((await eventsOf(id))?.at(-1)).toBe("stopped");
  });

  test("a node that sends heartbeats without pause pushes out no other node's figures", async () => {
    const [busy, calm] = [await register("busy"), await register("calm")];
    await runInDurableObject(stub, (fleet) => {
      fleet.samples.maxUnsent = 5;
    });
    await beat(calm);
    for (let index = 0; index < 20; index++) {
      await beat(busy);
      now += 10;
    }
    const { samples, dropped } = await api.unsentSamples(100);
    expect(samples.map(({ name }) => name)).toEqual(["calm", "busy"]);
    expect(dropped).toBe(0);
  });

  test("the last 240 figures are shown; those for ClickHouse wait until they are stored, in bounds, and what is dropped is counted", async () => {
    const id = await register("one");
    await runInDurableObject(stub, (fleet) => {
      fleet.samples.maxUnsent = 300;
    });
    for (let index = 0; index < 310; index++) {
      await beat(id);
      now += INTERVAL_MS;
    }
    const { samples, dropped } = await api.unsentSamples(1000);
    expect(dropped).toBe(10);
    expect(samples.map(({ at }) => (at - T0) / INTERVAL_MS)).toEqual(
      Array.from({ length: 300 }, (_, index) => index + 10),
    );
    expect(samples[0]).toMatchObject({ node_id: id, name: "one", metrics: { cpu: 0.5 } });
    expect(await api.unsentSamples(2)).toMatchObject({ dropped: 0, samples: samples.slice(0, 2) });
    await api.samplesSent(samples[1]?.seq ?? 0);
    expect((await api.unsentSamples(1)).samples).toEqual([samples[2]]);
    await api.samplesSent(samples.at(-1)?.seq ?? 0);
    expect(await api.unsentSamples(1)).toEqual({ samples: [], dropped: 0 });
    await beat(id);
    const shown = (await api.detail(id))?.samples ?? [];
    expect(shown).toHaveLength(240);
    expect(shown.at(-1)?.at).toBe(now);
  });
});

describe("commands", () => {
  test("go with every answer until the node says what came of them, once", async () => {
    const id = await register("one");
    await beat(id);
    const pace = value(await api.command(id, { kind: "pace", delay_ms: 500, slots: 2 }, "ann"));
    const update = value(await api.command(id, { kind: "package", version: "2.0.0" }, "ann"));
    expect(pace).toMatchObject({ state: "waiting", created_by: "ann" });
    const sent = [
      { id: pace.id, kind: "pace", delay_ms: 500, slots: 2 },
      { id: update.id, kind: "package", version: "2.0.0" },
    ];
    expect((await beat(id)).commands).toEqual(sent);
    await evict();
    expect((await beat(id)).commands).toEqual(sent);
    const done = [
      { id: pace.id, ok: true, message: "" },
      { id: update.id, ok: false, message: "no such version" },
      { id: crypto.randomUUID(), ok: true, message: "of nobody" },
    ];
    expect((await beat(id, { done })).commands).toEqual([]);
    await beat(id, { done: [{ id: pace.id, ok: false, message: "late" }] });
    expect(await commandsOf(id)).toMatchObject([
      { id: update.id, state: "refused", message: "no such version", settled_at: T0 },
      { id: pace.id, state: "done", message: "" },
    ]);
    const other = await register("two");
    const theirs = value(await api.command(other, { kind: "pause" }, "ann"));
    await beat(id, { done: [{ id: theirs.id, ok: true, message: "" }] });
    expect((await beat(other, { session: OTHER_SESSION })).commands).toHaveLength(1);
  });

  test("are void after a day", async () => {
    const id = await register("one");
    value(await api.command(id, { kind: "resume" }, "ann"));
    now += DAY_MS;
    expect((await beat(id)).commands).toEqual([]);
    expect(await commandsOf(id)).toMatchObject([{ state: "expired" }]);
  });

  test("a paused node stays paused through a restart of its program and keeps its pace; a stopped one runs again", async () => {
    const id = await register("one");
    await beat(id);
    value(await api.command(id, { kind: "pace", slots: 3 }, "ann"));
    value(await api.command(id, { kind: "pause" }, "ann"));
    const { commands } = await beat(id);
    await beat(id, { done: commands.map((one) => ({ id: one.id, ok: true, message: "" })) });
    expect((await beat(id, { activity: "paused" })).commands).toEqual([]);
    const again = await beat(id, { session: OTHER_SESSION });
    expect(again.commands).toMatchObject([{ kind: "pause" }, { kind: "pace", slots: 3 }]);
    const stop = value(await api.command(id, { kind: "stop" }, "ann"));
    expect((await api.get(id))?.mode).toBe("stop");
    const told = [...again.commands, stop].map((one) => ({ id: one.id, ok: true, message: "" }));
    await beat(id, { session: OTHER_SESSION, activity: "stopping", done: told });
    await beat(id, { session: SESSION });
    expect((await api.get(id))?.mode).toBe("run");
  });

  test("whatever the order of commands, answers, restarts and evictions: each is sent until it is settled, in order", async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant("command" as const), slots: fc.integer({ min: 1, max: 64 }) }),
      fc.record({ do: fc.constant("beat" as const), settle: fc.nat(3), ok: fc.boolean() }),
      fc.record({ do: fc.constant("evict" as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const id = await register(crypto.randomUUID());
        let open: string[] = [];
        await beat(id);
        for (const one of steps) {
          if (one.do === "evict") await evict();
          else if (one.do === "command") {
            const command: NewCommand = { kind: "pace", slots: one.slots };
            open.push(value(await api.command(id, command, "ann")).id);
          } else {
            const done = open.slice(0, one.settle).map((each) => ({ id: each, ok: one.ok, message: "" }));
            open = open.slice(done.length);
            expect((await beat(id, { done })).commands.map((each) => each.id)).toEqual(open);
          }
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe("placement", () => {
  const room = (over: Partial<PlatformRoom> = {}): PlatformRoom[] => [
    { platform: "qcwy", room: 2, full: false, labels: [], ...over },
  ];
  const place = async (id: string, free: number, rooms = room()) =>
    value(await api.place(id, [], free, rooms));
  const one = [{ platform: "qcwy", keywords: 1 }];

  test("a node gets what is free and there, with the labels that it was given or has", async () => {
    const id = await register("one", ["gpu"]);
    await beat(id);
    expect(await place(id, 1)).toMatchObject({ grants: one, reason: null });
    expect((await place(id, 9)).grants).toEqual([{ platform: "qcwy", keywords: 2 }]);
    expect((await place(id, 1, room({ labels: ["gpu", "home"] }))).grants).toEqual(one);
    expect(await place(id, 1, room({ labels: ["cn"] }))).toMatchObject({ grants: [], reason: "label" });
    expect(await place(id, 1, room({ room: 0 }))).toMatchObject({ grants: [], reason: "no-work" });
  });

  test("a node that was told to pause, drain or stop gets nothing, before it has heard of it too", async () => {
    const id = await register("one");
    await beat(id);
    for (const [kind, reason] of [
      ["pause", "paused"],
      ["drain", "draining"],
      ["stop", "stopped"],
    ] as const) {
      const command = value(await api.command(id, { kind }, "ann"));
      expect(await place(id, 1)).toMatchObject({ grants: [], reason });
      await beat(id, { done: [{ id: command.id, ok: false, message: "no" }] });
      expect((await place(id, 1)).grants).toEqual(one);
    }
    value(await api.command(id, { kind: "pause" }, "ann"));
    value(await api.command(id, { kind: "resume" }, "ann"));
    expect((await place(id, 1)).grants).toEqual(one);
    await beat(id, { activity: "draining" });
    expect(await place(id, 1)).toMatchObject({ grants: [], reason: "draining" });
  });

  test("a node that was turned away is starving for ten seconds, unless it lacks the label", async () => {
    const [fit, unfit] = [await register("fit", ["cn"]), await register("unfit")];
    await beat(fit);
    await beat(unfit);
    const full = room({ room: 0, full: true, labels: ["cn"] });
    expect(await place(fit, 1, full)).toMatchObject({ grants: [], reason: "budget" });
    await place(unfit, 1, full);
    expect((await api.demand("qcwy")).starving).toBe(1);
    expect((await api.demand("boss")).starving).toBe(0);
    now += 9999;
    expect((await api.demand("qcwy")).starving).toBe(1);
    now += 1;
    expect((await api.demand("qcwy")).starving).toBe(0);
    await place(fit, 1, full);
    expect((await place(fit, 1)).grants).toEqual(one);
    expect((await api.demand("qcwy")).starving).toBe(0);
  });

  test("a node counts as taking part until its last lease must have expired", async () => {
    expect((await api.demand("qcwy")).nodes).toBe(0);
    const id = await register("one");
    expect((await api.demand("qcwy")).nodes).toBe(0);
    await beat(id);
    now += 599_999;
    expect((await api.demand("qcwy")).nodes).toBe(1);
    now += 1;
    expect((await api.demand("qcwy")).nodes).toBe(0);
  });

  test("the more loaded node lets the less loaded one pass that was turned away a moment ago", async () => {
    const [busy, idle] = [await register("busy"), await register("idle")];
    await beat(busy, { work: work(2) });
    await beat(idle);
    await place(idle, 1, room({ room: 0, full: true }));
    expect(await place(busy, 1)).toMatchObject({ grants: [], reason: "placement" });
    now += 3000;
    expect((await place(busy, 1)).grants).toEqual(one);
    await place(busy, 1, room({ room: 0, full: true }));
    expect((await place(idle, 1)).grants).toEqual(one);
  });
});
