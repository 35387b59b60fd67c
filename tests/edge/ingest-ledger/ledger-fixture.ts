/** Makes a ledger with its own clock and no real queue, for the tests of the ingest. */

import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { IngestLedger } from "../../../durable-objects/ingest-ledger/object.ts";
import type { LedgerSettings } from "../../../durable-objects/ingest-ledger/schema.ts";
import { systemClock } from "../../../shared/clock.ts";
import type { FrozenGroup, GroupLimits, NewBatch } from "../../../shared/contracts/ingest-ledger.ts";
import type { IngestWake, PushWake } from "../../../shared/contracts/queues.ts";
import { makeSpoolKey } from "../../../shared/domain/spool-key.ts";

/** The clock is far ahead of the real time, so that no alarm fires by itself; tests run alarms on demand. */
const START = Date.now() + 10 * 365 * 86_400_000;

export const SETTINGS: LedgerSettings = {
  leaseMs: 60_000,
  retry: { baseMs: 1000, maxMs: 60_000 },
  attempts: 3,
  lingerMs: 0,
};

export const LIMITS: GroupLimits = { rows: 100, bytes: 10_000, batches: 10 };

export class LedgerFixture {
  readonly stub: DurableObjectStub<IngestLedger>;
  readonly wakes: (IngestWake | PushWake)[] = [];
  readonly settings: LedgerSettings;
  now = START;
  queueDown = false;

  private constructor(settings: Partial<LedgerSettings>) {
    this.stub = env.INGEST_LEDGER.get(env.INGEST_LEDGER.newUniqueId());
    this.settings = { ...SETTINGS, ...settings };
  }

  static async open(settings: Partial<LedgerSettings> = {}): Promise<LedgerFixture> {
    const fixture = new LedgerFixture(settings);
    await fixture.attach();
    return fixture;
  }

  /** Puts clock, settings and queue into the object; again after each eviction. */
  async attach(): Promise<void> {
    await runInDurableObject(this.stub, (object) => {
      object.clock = { ...systemClock, now: () => this.now };
      object.settings = this.settings;
      object.sendWake = async (wake) => {
        if (this.queueDown) throw new Error("queue is down");
        this.wakes.push(wake);
      };
    });
  }

  /** Reads how far the alarm is from now, milliseconds; null without one. */
  alarmIn(): Promise<number | null> {
    return runInDurableObject(this.stub, async (_object, state) => {
      const at = await state.storage.getAlarm();
      return at === null ? null : at - this.now;
    });
  }
}

export function newBatch(batchId: string, over: Partial<NewBatch> = {}): NewBatch {
  return {
    batch_id: batchId,
    platform: "boss",
    channel: "web",
    data_type: "job",
    spool_key: makeSpoolKey(batchId, 0, "copy"),
    bytes: 1000,
    received: 20,
    rows: 20,
    problems: [],
    source: "edge",
    request_id: "request-1",
    run_id: null,
    upload: null,
    ...over,
  };
}

/** Takes the next group as a consumer does. @throws Error when there is none */
export async function take(fixture: LedgerFixture, holder = "h1"): Promise<FrozenGroup> {
  const { group } = await fixture.stub.takeGroup(holder, LIMITS);
  if (!group) throw new Error("no group to take");
  return group;
}

/** What a consumer confirms when all rows of the group were new. */
export const countsOf = (group: FrozenGroup) =>
  group.batches.map(({ rows }) => ({ inserted: rows, changed: 0, duplicates: 0, verdicts: `${rows}n` }));

export const idsOf = (group: FrozenGroup | null) => group?.batches.map((batch) => batch.batch_id);
