/**
 * Virtual time: a list of events, of which one step runs the first. Nothing here waits for the real clock, so that a seed
 * decides everything that happens.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { Chance } from "./chance.ts";
import { FAULTLESS, type FaultRates, USUAL_FAULTS } from "./fault-rates.ts";

/** 2027-01-01, a day like any other; ids and cron expressions need a real date. */
export const START = Date.UTC(2027, 0, 1);

/** What breaks the rules that every history keeps. */
export class Violation extends Error {
  /** The rule, without what differs from case to case. */
  readonly rule: string;

  constructor(rule: string, detail = "") {
    super(detail === "" ? rule : `${rule}: ${detail}`);
    this.rule = rule;
  }
}

/** Something that can die: an invocation of the Worker, an instance of an object, the program of a node. */
export interface Life {
  name: string;
  isDead: boolean;
  /** Unix ms until which its machine does nothing: it sleeps, or swaps. */
  frozenUntil: number;
  timers: Set<Planned>;
  /** Called when it dies. */
  onDeath: (() => void)[];
}

export interface Planned {
  at: number;
  seq: number;
  /** A function where the text takes long to make: few histories are told. */
  what: string | (() => string);
  run: () => void;
  isCancelled: boolean;
}

export const NEVER = new Promise<never>(() => {});
/** Taken before the timers are replaced. */
const turn = setImmediate;
const microtasks = () => new Promise<void>((resolve) => turn(resolve));

export class World {
  now = START;
  readonly chance = new Chance();
  rates: FaultRates = USUAL_FAULTS;
  /** Steps run so far; a settle point runs many events in one step. */
  events = 0;
  /** Lines of the timeline; null while nobody reads it. */
  lines: string[] | null = null;
  readonly lives = new Set<Life>();
  readonly #current = new AsyncLocalStorage<Life>();
  readonly #heap: Planned[] = [];
  #seq = 0;
  violation: Violation | null = null;

  get isCalm(): boolean {
    return this.rates === FAULTLESS;
  }

  /** Unix ms of the next event; null without one. */
  get nextAt(): number | null {
    while (this.#heap[0]?.isCancelled) this.#pop();
    return this.#heap[0]?.at ?? null;
  }

  plan(delayMs: number, what: Planned["what"], run: () => void): Planned {
    const planned = {
      // Clocks tell whole milliseconds, and a timer does not fire early.
      at: Math.ceil(this.now + Math.max(0, delayMs)),
      seq: this.#seq++,
      what,
      run,
      isCancelled: false,
    };
    this.#push(planned);
    return planned;
  }

  /** Runs the first event, and all that follows from it at once. */
  async runNext(): Promise<boolean> {
    if (this.nextAt === null) return false;
    const planned = this.#pop() as Planned;
    this.events++;
    this.now = Math.max(this.now, planned.at);
    const { what } = planned;
    this.lines?.push(`${this.time()}  ${typeof what === "string" ? what : what()}`);
    planned.run();
    await this.settled();
    return true;
  }

  /** All promises that can go on have gone on. */
  async settled(): Promise<void> {
    await microtasks();
    if (this.violation) throw this.violation;
  }

  /** Ends the run after this step, from code whose errors would be caught by others. */
  fail(rule: string, detail = ""): void {
    this.violation ??= new Violation(rule, detail);
  }

  /** Something ended with an error: what fails round the product is expected, an error of the code is not. */
  ended(name: string, error: unknown): void {
    this.note(() => `${name} failed: ${String(error)}`);
    if (error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError)
      this.fail("no code fails by itself", `${name}: ${error.stack}`);
  }

  note(line: () => string): void {
    this.lines?.push(`${this.time()}    ${line()}`);
  }

  time(): string {
    const days = Math.floor((this.now - START) / 86_400_000);
    return `day ${String(days).padStart(3)} ${new Date(this.now).toISOString().slice(11, 23)}`;
  }

  begin(name: string): Life {
    const life: Life = { name, isDead: false, frozenUntil: 0, timers: new Set(), onDeath: [] };
    this.lives.add(life);
    return life;
  }

  within<T>(life: Life, work: () => T): T {
    return this.#current.run(life, work);
  }

  get current(): Life | undefined {
    return this.#current.getStore();
  }

  /** It ended by itself. */
  end(life: Life): void {
    this.lives.delete(life);
  }

  kill(life: Life): void {
    if (life.isDead) return;
    life.isDead = true;
    for (const timer of life.timers) timer.isCancelled = true;
    life.timers.clear();
    this.lives.delete(life);
    for (const follow of life.onDeath) follow();
  }

  /**
   * A call over the network: it takes time, may fail before it arrives, and its answer may be lost.
   * @param effect what the other side does
   */
  call<T>(what: string, effect: () => Promise<T> | T, rate = this.rates.call): Promise<T> {
    const life = this.current;
    const fails = this.chance.happens(rate) ? (this.chance.happens(0.5) ? "before" : "after") : null;
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    this.plan(this.latency(), what, () => {
      if (fails === "before") {
        this.note(() => "lost on its way");
        this.whenAwake(life, () => reject(new Error(`${what}: the connection was lost`)));
        return;
      }
      const done = this.#current.exit(async () => effect());
      done.then(
        (value) =>
          this.whenAwake(life, () => {
            if (fails === null) return resolve(value);
            this.note(() => `the answer to ${what} is lost`);
            reject(new Error(`${what}: the answer was lost`));
          }),
        (error) => this.whenAwake(life, () => reject(error)),
      );
    });
    return promise;
  }

  /** Runs something of a life, later while it is frozen, and never once it is dead. */
  whenAwake(life: Life | undefined, run: () => void): void {
    if (life?.isDead) return;
    if (life && life.frozenUntil > this.now)
      this.plan(life.frozenUntil - this.now, `${life.name} goes on`, () => this.whenAwake(life, run));
    else run();
  }

  latency(): number {
    if (this.isCalm) return 5;
    return this.chance.happens(this.rates.slow)
      ? this.chance.between(1000, 90_000)
      : this.chance.between(1, 20);
  }

  #push(planned: Planned): void {
    const heap = this.#heap;
    let at = heap.push(planned) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!isBefore(planned, heap[above] as Planned)) break;
      heap[at] = heap[above] as Planned;
      at = above;
    }
    heap[at] = planned;
  }

  #pop(): Planned | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (heap.length === 0 || last === undefined) return first;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && isBefore(heap[below + 1] as Planned, heap[below] as Planned)) below++;
      if (!isBefore(heap[below] as Planned, last)) break;
      heap[at] = heap[below] as Planned;
      at = below;
    }
    heap[at] = last;
    return first;
  }
}

const isBefore = (a: Planned, b: Planned) => a.at < b.at || (a.at === b.at && a.seq < b.seq);
