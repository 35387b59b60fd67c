/** The classes of the objects, unchanged, and where each takes its clock. */
import { BulkAction } from "../../../durable-objects/bulk-action/object.ts";
import { CompanyLedger } from "../../../durable-objects/company-ledger/object.ts";
import { IngestLedger } from "../../../durable-objects/ingest-ledger/object.ts";
import { KeywordLedger } from "../../../durable-objects/keyword-ledger/object.ts";
import { LiveFeed } from "../../../durable-objects/live-feed/object.ts";
import { Lock } from "../../../durable-objects/lock/object.ts";
import { NodeFleet } from "../../../durable-objects/node-fleet/object.ts";
import { PlatformGate } from "../../../durable-objects/platform-gate/object.ts";
import { ResourcePool } from "../../../durable-objects/resource-pool/object.ts";
import { SeenIndex } from "../../../durable-objects/seen-index/object.ts";
import { TaskLedger } from "../../../durable-objects/task-ledger/object.ts";
import type { ObjectClock } from "../../../shared/clock.ts";
import type { ObjectClass } from "./objects.ts";

type Made<T> = new (ctx: never, env: never) => T;

const define = <T extends object>(
  Class: Made<T>,
  plug: (instance: T, clock: ObjectClock) => void,
  more: Partial<Omit<ObjectClass, "make" | "plug">> = {},
): ObjectClass => ({
  make: (ctx, env) => new Class(ctx as never, env as never),
  plug: (instance, clock) => plug(instance as T, clock),
  ...more,
});

const byEngine = (instance: { engine: { clock: ObjectClock } }, clock: ObjectClock) => {
  instance.engine.clock = clock;
};
const byClock = (instance: { clock: ObjectClock }, clock: ObjectClock) => {
  instance.clock = clock;
};
/** itty-durable reads its state with the first request. */
const loads: Partial<ObjectClass> = {
  load: (instance) => (instance as { loadFromStorage(): Promise<void> }).loadFromStorage(),
};

export const CLASSES: Record<string, ObjectClass> = {
  KeywordLedger: define(KeywordLedger, byEngine),
  CompanyLedger: define(CompanyLedger, byEngine),
  TaskLedger: define(TaskLedger, byEngine),
  BulkAction: define(BulkAction, byClock),
  IngestLedger: define(IngestLedger, byClock),
  LiveFeed: define(LiveFeed, byClock),
  NodeFleet: define(NodeFleet, byClock),
  ResourcePool: define(ResourcePool, (pool, clock) => {
    pool.now = clock.now;
  }),
  SeenIndex: define(SeenIndex, () => {}),
  PlatformGate: define(
    PlatformGate,
    (gate, clock) => {
      gate.instant = () => ({ now: clock.now(), random: clock.random, newName: clock.uuid });
    },
    loads,
  ),
  Lock: define(
    Lock,
    (lock, clock) => {
      lock.now = clock.now;
    },
    loads,
  ),
};
