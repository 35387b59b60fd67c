/** Durable Objects: their instances, calls, alarms and evictions. */
import type { ObjectClock } from "../../../shared/clock.ts";
import { type Life, NEVER, type Planned, type World } from "../world.ts";
import { byValue } from "./by-value.ts";
import { ObjectData, ObjectStorage } from "./object-storage.ts";
import type { ServerSocket } from "./sockets.ts";

type Instance = Record<string, (...args: unknown[]) => Promise<unknown>> & { alarm?(): Promise<void> };

/** How instances of a class are made and get the world's time, chance and queues. */
export interface ObjectClass {
  make(ctx: object, env: object): object;
  /** Puts the clock in; called before the object first waits for anything. */
  plug(instance: object, clock: ObjectClock): void;
  /** Runs before the first call, where the class has no constructor that waits. */
  load?(instance: object): Promise<void>;
}

/** Wait before the runtime repeats an alarm that failed; it doubles. */
const ALARM_RETRY_MS = 2000;
const MAX_ALARM_RETRIES = 6;

/** Called round each call of an object; it may look at the data before and after. */
export type Watch = (
  host: ObjectHost,
  method: string,
  args: unknown[],
) => ((answer: unknown) => void) | undefined;

export class ObjectHost {
  readonly kind: string;
  readonly name: string;
  readonly data = new ObjectData();
  readonly #world: World;
  readonly #class: ObjectClass;
  readonly #env: () => object;
  readonly #watch: Watch;
  #instance: Instance | null = null;
  #life: Life | null = null;
  #ready: Promise<void> = Promise.resolve();
  #alarm: Planned | null = null;
  #alarmFailures = 0;
  #isAlarmRunning = false;
  /** Its machine's clock is ahead by this, milliseconds. */
  skewMs = 0;
  /** Calls that have not ended. */
  busy = 0;
  constructions = 0;
  /** Connections; they outlive an instance that sleeps. */
  sockets: ServerSocket[] = [];

  constructor(world: World, kind: string, name: string, made: ObjectClass, env: () => object, watch: Watch) {
    this.#world = world;
    this.kind = kind;
    this.name = name;
    this.#class = made;
    this.#env = env;
    this.#watch = watch;
    this.data.onAlarm = () => this.#planAlarm();
  }

  get title(): string {
    return `${this.kind} ${this.name}`;
  }

  now(): number {
    return this.#world.now + this.skewMs;
  }

  /** Runs a method of the present instance, which is made when there is none. */
  async run(method: string, args: unknown[]): Promise<unknown> {
    const { instance, life } = this.#wake();
    const { promise: gone, reject } = Promise.withResolvers<never>();
    gone.catch(() => {});
    const leave = () => reject(new Error(`${this.title} was evicted`));
    life.onDeath.push(leave);
    this.busy++;
    try {
      await Promise.race([this.#ready, gone]);
      const after = this.#watch(this, method, args);
      const answer = this.#world.within(life, () => {
        const member = instance[method];
        if (typeof member !== "function") throw new Error(`${this.kind} has no ${method}`);
        return member.apply(instance, args);
      });
      const value = await Promise.race([answer, gone]);
      after?.(value);
      return value;
    } catch (error) {
      // Another object that called may take it for one that is away.
      this.#world.ended(`${this.title}: ${method}`, error);
      throw error;
    } finally {
      this.busy--;
      const at = life.onDeath.indexOf(leave);
      if (at >= 0) life.onDeath.splice(at, 1);
    }
  }

  /** It moves to a machine whose clock is ahead by this, milliseconds. */
  setClock(skewMs: number): void {
    this.skewMs = skewMs;
    this.#planAlarm();
  }

  /** It sleeps; one that is at work breaks off, and loses its connections. */
  evict(): void {
    if (!this.#life) return;
    this.#world.note(() => `${this.title} is evicted`);
    if (this.busy > 0) this.dropSockets();
    const life = this.#life;
    this.#life = null;
    this.#instance = null;
    this.#world.kill(life);
  }

  dropSockets(): void {
    for (const socket of this.sockets.splice(0)) socket.drop();
  }

  #handle(method: string, ...args: unknown[]): void {
    this.run(method, args).catch((error) => this.#world.ended(`${this.title}: ${method}`, error));
  }

  #wake(): { instance: Instance; life: Life } {
    if (this.#instance && this.#life) return { instance: this.#instance, life: this.#life };
    const world = this.#world;
    const life = world.begin(this.title);
    // It is no invocation that somebody could kill by itself.
    world.end(life);
    if (!world.isCalm) this.setClock(world.chance.between(-200, 200));
    let blocked: (() => Promise<unknown>) | null = null;
    const ctx = {
      id: { name: this.name, toString: () => this.title },
      storage: new ObjectStorage(this.data, () => life.isDead),
      blockConcurrencyWhile: (work: () => Promise<unknown>) => {
        blocked = work;
        return NEVER;
      },
      waitUntil: () => {},
      setWebSocketAutoResponse: () => {},
      acceptWebSocket: (socket: ServerSocket) => {
        this.sockets.push(socket);
        socket.accept(world, {
          closed: (...event) => this.#handle("webSocketClose", ...event),
          said: (...event) => this.#handle("webSocketMessage", ...event),
        });
      },
      getWebSockets: () => {
        this.sockets = this.sockets.filter(({ readyState }) => readyState !== WebSocket.CLOSED);
        return [...this.sockets];
      },
    };
    this.constructions++;
    const instance = world.within(life, () => this.#class.make(ctx, this.#env())) as Instance;
    const { chance } = world;
    this.#class.plug(instance, {
      now: () => this.now(),
      random: chance.next,
      randomBytes: chance.randomBytes,
      uuid: chance.uuid,
    });
    this.#instance = instance;
    this.#life = life;
    this.#ready = world.within(life, async () => {
      await (blocked as (() => Promise<unknown>) | null)?.();
      await this.#class.load?.(instance);
    });
    this.#ready.catch(() => {});
    return { instance, life };
  }

  #planAlarm(): void {
    if (this.#alarm) this.#alarm.isCancelled = true;
    const { alarmAt } = this.data;
    if (alarmAt === null || this.#isAlarmRunning) return;
    const { chance, rates } = this.#world;
    const lateMs = chance.happens(rates.lateAlarm) ? chance.between(1000, 300_000) : 0;
    this.#alarm = this.#world.plan(
      // The clock of its machine decides: an alarm never comes early there.
      alarmAt - this.now() + lateMs,
      `alarm of ${this.title}`,
      () => void this.#fire(),
    );
  }

  async #fire(): Promise<void> {
    this.data.alarmAt = null;
    this.data.version++;
    this.#isAlarmRunning = true;
    try {
      await this.run("alarm", []);
      // An alarm comes at least once.
      const { chance, rates } = this.#world;
      if (chance.happens(rates.double)) await this.run("alarm", []);
      this.#alarmFailures = 0;
    } catch {
      if (this.data.alarmAt === null && this.#alarmFailures < MAX_ALARM_RETRIES)
        this.data.alarmAt = this.#world.now + ALARM_RETRY_MS * 2 ** this.#alarmFailures++;
    } finally {
      this.#isAlarmRunning = false;
      this.#planAlarm();
    }
  }
}

/** All objects, and the stubs by which they are called. */
export class Objects {
  readonly hosts = new Map<string, ObjectHost>();
  /** These objects were called since they were checked. */
  readonly active = new Set<ObjectHost>();
  readonly #world: World;
  readonly #classes: Record<string, ObjectClass>;
  readonly #watches: Watch[] = [];
  /** How long the answers of some methods take beside the call itself, milliseconds. */
  readonly lateAnswers = new Map<string, () => number>();
  env: object = {};

  constructor(world: World, classes: Record<string, ObjectClass>) {
    this.#world = world;
    this.#classes = classes;
  }

  watch(watch: Watch): void {
    this.#watches.push(watch);
  }

  host(kind: string, name: string): ObjectHost {
    const key = `${kind} ${name}`;
    const known = this.hosts.get(key);
    if (known) return known;
    const made = this.#classes[kind];
    if (!made) throw new Error(`no class ${kind}`);
    const host = new ObjectHost(
      this.#world,
      kind,
      name,
      made,
      () => this.env,
      (...call) => {
        this.active.add(host);
        const afters = this.#watches.flatMap((watch) => watch(...call) ?? []);
        return afters.length === 0
          ? undefined
          : (answer) => {
              for (const after of afters) after(answer);
            };
      },
    );
    this.hosts.set(key, host);
    return host;
  }

  ofKind(kind: string): ObjectHost[] {
    return [...this.hosts.values()].filter((host) => host.kind === kind);
  }

  /** Calls travel by value. */
  call(kind: string, name: string, method: string, args: unknown[]): Promise<unknown> {
    const sent = byValue(args);
    const answer = this.#world.call(`${kind} ${name}: ${method}`, async () =>
      byValue(await this.host(kind, name).run(method, sent)),
    );
    const lateMs = this.lateAnswers.get(method)?.() ?? 0;
    if (lateMs === 0) return answer;
    return answer.then((value) => new Promise((resolve) => void setTimeout(() => resolve(value), lateMs)));
  }

  stub<T>(kind: string, name: string): T {
    return new Proxy(
      {},
      {
        get: (_, method) =>
          method === "then" || typeof method === "symbol"
            ? undefined
            : (...args: unknown[]) => this.call(kind, name, method, args),
      },
    ) as T;
  }

  namespace(kind: string): object {
    return {
      idFromName: (name: string) => ({ name }),
      getByName: (name: string) => this.stub(kind, name),
      get: ({ name }: { name: string }) => this.stub(kind, name),
    };
  }
}
