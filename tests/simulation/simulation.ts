/** Everything that a history happens to: the world, its objects, and what surrounds them. */
import { DatabaseSync } from "node:sqlite";
import { ingestLedger } from "../../durable-objects/ingest-ledger/client.ts";
import { type Config, readConfig } from "../../shared/config.ts";
import type { NewBatch, RegisterResult } from "../../shared/contracts/ingest-ledger.ts";
import type { LockApi, LockGrant } from "../../shared/contracts/lock.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { PlatformGateApi } from "../../shared/contracts/platform-gate.ts";
import type { Logger } from "../../shared/log.ts";
import type { Database } from "../../workers/db/run-batch.ts";
import type { NewSlot } from "../../workers/schedule/slot-rows.ts";
import { sqliteD1 } from "../support/sqlite-d1.ts";
import { bindings } from "./platform/bindings.ts";
import { MemoryBlobs } from "./platform/blob-store.ts";
import { CLASSES } from "./platform/classes.ts";
import { MemoryClickHouse } from "./platform/clickhouse.ts";
import { type ObjectHost, Objects } from "./platform/objects.ts";
import { Queues } from "./platform/queues.ts";
import { ModelSite } from "./platform/site.ts";
import { World } from "./world.ts";

/** Something that a seeded step may do instead of running the next event. */
export interface Act {
  name: string;
  /** How often it is chosen among all acts, as a weight. */
  weight: number;
  run(): void;
}

/** One field of the product: what happens in it, and what must hold in it. */
export interface Part {
  name: string;
  acts: Act[];
  /** Called once, before the first step. */
  start?(): void;
  /** Called for each object that was written, after each step. */
  check?(host: ObjectHost): void;
  /** Called now and then: counters are compared with what they count. */
  recount?(): void;
  /** Called at settle points, when nothing is due any more. */
  settled?(): void;
  /** Called when a settle point begins: people put back what they stopped. */
  tidy?(): void;
  /** What is still due; null when all due work has ended. */
  unfinished?(): string | null;
}

export const QUIET: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  child: () => QUIET,
};

export class Simulation {
  readonly world = new World();
  readonly objects = new Objects(this.world, CLASSES);
  readonly queues = new Queues(this.world);
  readonly blobs = new MemoryBlobs(this.world);
  readonly clickhouse = new MemoryClickHouse(this.world);
  readonly site = new ModelSite(this.world);
  /** The rows of D1. */
  readonly sqlite = new DatabaseSync(":memory:");
  #db: Database | null = null;
  readonly env: Env;
  readonly config: Config;
  readonly parts: Part[] = [];
  /** Calls that a known fault may take the place of. */
  readonly seams: {
    register(batch: NewBatch): Promise<RegisterResult>;
    /** The answers of slots that are written. */
    answers(wanted: readonly NewSlot[]): readonly NewSlot[];
  };
  readonly clock = {
    now: () => this.world.now,
    sleep: (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms)),
  };

  /** @param details whether the own page of each posting is fetched too */
  constructor(details: "off" | "new") {
    this.env = bindings(this.objects, this.queues, details);
    this.config = readConfig(this.env);
    this.objects.env = this.env;
    this.seams = {
      register: (batch) => ingestLedger(this.env.INGEST_LEDGER).register(batch),
      answers: (wanted) => wanted,
    };
  }

  /** D1; its migrations are most of a short history, and not every history needs them. */
  get db(): Database {
    this.#db ??= sqliteD1(this.sqlite);
    return this.#db;
  }

  gate(platform: Platform, holder: string): PlatformGateApi {
    const call = (method: string, ...args: unknown[]) =>
      this.objects.call("PlatformGate", platform, method, args) as Promise<never>;
    return {
      exchange: (reports, want, settings) => call("exchange", holder, reports, want, settings),
      giveBack: (permits) => call("giveBack", holder, permits).then(() => undefined),
      status: () => call("status"),
      reset: () => call("closeBreaker"),
    };
  }

  lock(name: string): LockApi {
    const call = <Answer>(method: string, ...args: unknown[]) =>
      this.objects.call("Lock", name, method, args) as Promise<Answer>;
    return {
      acquire: (owner, ttlMs) => call("acquire", owner, ttlMs),
      renew: (owner, fence, ttlMs) => call("renew", owner, fence, ttlMs),
      release: async (owner, fence) => (await call<{ released: boolean }>("release", owner, fence)).released,
      status: async () => (await call<{ grant: LockGrant | null }>("status")).grant,
    };
  }

  /** Runs something in a life of its own that may be killed: an invocation of the Worker, or a person's click. */
  invoke(name: string, work: () => Promise<unknown>): void {
    const life = this.world.begin(name);
    this.world
      .within(life, work)
      .catch((error) => this.world.ended(name, error))
      .finally(() => this.world.end(life));
  }
}
