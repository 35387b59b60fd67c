/** Runs a history: the seed decides each step, and a list of steps may be played without the others. */
import { createHash } from "node:crypto";
import { DAY_MS, MINUTE_MS } from "../../shared/time.ts";
import { build, type PartName } from "./build.ts";
import { seedOf } from "./chance.ts";
import { FAULTLESS, USUAL_FAULTS } from "./fault-rates.ts";
import type { ObjectHost } from "./platform/objects.ts";
import { replaceTimers } from "./platform/timers.ts";
import { crawlRate } from "./recovery.ts";
import type { Fault } from "./replace.ts";
import type { Act, Simulation } from "./simulation.ts";
import { START, Violation } from "./world.ts";

/** Share of the steps in which somebody acts or something fails by itself; the others run the next event. */
const ACT_SHARE = 0.02;
/** Known faults are looked for where much happens, so that less time goes by until one shows. */
const FAULT_ACT_SHARE = 0.06;
/** Every so many steps all faults stop, and all due work must end. */
const SETTLE_EVERY = 5000;
/** Virtual time in which all due work ends once the faults stop. */
export const RECOVERY_MS = 6 * 60 * MINUTE_MS;
/** A settle point looks for unfinished work after this: people are putting back what they stopped. */
const TIDY_MS = 1000;
/** A settle point looks for unfinished work after at most so many events. */
const LOOK_EVERY = 16;
const PROGRESS_EVERY = 50_000;
/** Recounts while faults go on: they read whole tables. */
const RECOUNT_EVERY = 512;

export interface History {
  seed: number;
  /** Places of the steps to play, in order. */
  steps: Iterable<number>;
  parts: readonly PartName[];
  /** Breaks the product on purpose. */
  fault?: Fault;
  /** Measures how fast the crawl is at the end, against a world without faults. */
  isMeasured?: boolean;
  /** Called now and then with the steps played and the virtual days that passed. */
  progress?: (steps: number, days: number) => void;
  /** Keeps the timeline. */
  isTold?: boolean;
}

export interface Outcome {
  violation: Violation | null;
  /** Steps that were played, with the one that failed. */
  played: number[];
  events: number;
  /** Virtual days. */
  days: number;
  hash: string;
  longestRecoveryMs: number;
  /** Rate of the crawl after all faults, of that in a world that never saw one; null where it was not measured. */
  recovery: number | null;
  timeline: string[];
}

export async function runHistory(history: History): Promise<Outcome> {
  const { seed, steps, parts, fault, isTold } = history;
  const baseline = history.isMeasured && parts.includes("keywords") ? await rateWithoutFaults(history) : null;
  const simulation = build(seed, parts);
  const { world } = simulation;
  const mend = fault?.inject(simulation);
  const realTimers = replaceTimers(world);
  if (isTold) world.lines = [];
  const acts = simulation.parts.flatMap((part) => part.acts);
  const actShare = fault ? FAULT_ACT_SHARE : ACT_SHARE;
  const played: number[] = [];
  const checks = new Checks(simulation);
  let violation: Violation | null = null;
  let longestRecoveryMs = 0;
  let recovery: number | null = null;
  const settle = async () => {
    longestRecoveryMs = Math.max(longestRecoveryMs, await settleDown(simulation, checks));
  };
  try {
    world.chance.reseed(seedOf(seed, -1));
    for (const part of simulation.parts) part.start?.();
    for (const step of steps) {
      played.push(step);
      world.chance.reseed(seedOf(seed, step));
      if (step % SETTLE_EVERY === SETTLE_EVERY - 1) await settle();
      else if (world.chance.happens(actShare)) await act(simulation, acts);
      else if (!(await world.runNext())) await act(simulation, acts);
      checks.run();
      if (step % RECOUNT_EVERY === 0) checks.recount();
      if (played.length % PROGRESS_EVERY === 0) history.progress?.(played.length, daysOf(world));
    }
    world.chance.reseed(seedOf(seed, -2));
    await settle();
    checks.run();
    if (baseline !== null) {
      world.rates = FAULTLESS;
      recovery = ((await crawlRate(simulation)) ?? 0) / baseline;
      if (Math.round(recovery * 100) < 100)
        throw new Violation("the crawl is as fast after faults as before", `${recovery} of the baseline`);
    }
  } catch (error) {
    violation =
      error instanceof Violation
        ? error
        : new Violation("the simulation itself fails", String((error as Error).stack));
  } finally {
    realTimers();
    mend?.();
  }
  return {
    violation,
    played,
    events: world.events,
    days: daysOf(world),
    hash: hashOf(simulation),
    longestRecoveryMs,
    recovery,
    timeline: world.lines ?? [],
  };
}

const daysOf = ({ now }: Simulation["world"]) => (now - START) / DAY_MS;

/** @returns answers of the site a virtual minute in a new world */
async function rateWithoutFaults({ seed, parts }: History): Promise<number> {
  const simulation = build(seed, parts);
  const realTimers = replaceTimers(simulation.world);
  try {
    simulation.world.rates = FAULTLESS;
    return (await crawlRate(simulation)) ?? Number.POSITIVE_INFINITY;
  } finally {
    realTimers();
  }
}

async function act({ world }: Simulation, acts: readonly Act[]): Promise<void> {
  const sum = acts.reduce((total, { weight }) => total + weight, 0);
  let place = world.chance.below(sum);
  const chosen = acts.find(({ weight }) => {
    place -= weight;
    return place < 0;
  });
  world.note(() => `* ${chosen?.name}`);
  chosen?.run();
  await world.settled();
}

/** Nothing fails any more: everything that is due must end. @returns the virtual time that it took */
async function settleDown(simulation: Simulation, checks: Checks): Promise<number> {
  const { world, parts } = simulation;
  world.note(() => "faults stop");
  world.rates = FAULTLESS;
  for (const host of simulation.objects.hosts.values()) host.setClock(0);
  const begin = world.now;
  for (const part of parts) part.tidy?.();
  await world.settled();
  const unfinished = () => parts.map((part) => part.unfinished?.() ?? null).find((what) => what !== null);
  // What people just asked for is on its way.
  while (world.nextAt !== null && world.nextAt - begin < TIDY_MS) {
    await world.runNext();
    checks.run();
  }
  for (let what = unfinished(); what; what = unfinished()) {
    if (world.nextAt === null || world.now - begin > RECOVERY_MS)
      throw new Violation(
        "all due work ends once faults stop",
        `${what} after ${RECOVERY_MS / MINUTE_MS} min`,
      );
    // The look costs more than an event; it comes before time goes on by much.
    for (let count = 0; count < LOOK_EVERY; count++) {
      await world.runNext();
      checks.run();
      if (world.nextAt === null || world.nextAt - world.now > TIDY_MS) break;
    }
  }
  checks.recount();
  for (const part of parts) part.settled?.();
  if (world.violation) throw world.violation;
  world.rates = USUAL_FAULTS;
  world.note(() => "faults begin again");
  return world.now - begin;
}

/** Runs the checks of the parts over the objects that were written. */
class Checks {
  readonly #simulation: Simulation;
  readonly #versions = new Map<ObjectHost, number>();

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  run(): void {
    const { objects, parts, world } = this.#simulation;
    for (const host of objects.active) {
      const { version } = host.data;
      // An object at work is looked at again when it has ended.
      if (host.busy === 0) objects.active.delete(host);
      if (this.#versions.get(host) === version) continue;
      if (host.busy === 0) this.#versions.set(host, version);
      for (const part of parts) part.check?.(host);
    }
    if (world.violation) throw world.violation;
  }

  recount(): void {
    for (const part of this.#simulation.parts) part.recount?.();
    if (this.#simulation.world.violation) throw this.#simulation.world.violation;
  }
}

/** One hash of everything that the objects and the stores hold. */
function hashOf({ objects, blobs, clickhouse, world }: Simulation): string {
  const hash = createHash("sha256");
  for (const [key, { data }] of [...objects.hosts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${key} ${data.alarmAt}\n`);
    for (const [name, value] of [...data.pairs].sort()) hash.update(`${name} ${JSON.stringify(value)}\n`);
    const tables = data.rows<{ name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name",
    );
    for (const { name } of tables)
      hash.update(`${name} ${JSON.stringify(data.rows(`SELECT * FROM "${name}"`))}\n`);
  }
  for (const key of [...blobs.blobs.keys()].sort()) hash.update(`${key}\n`);
  hash.update(`${clickhouse.rows} ${world.now}`);
  return hash.digest("hex").slice(0, 16);
}
