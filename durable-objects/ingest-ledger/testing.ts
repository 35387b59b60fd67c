/** What the tests of the ingest share: a ledger with a clock of its own and no real queue. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { GroupLimits, NewBatch } from "../../shared/contracts/ingest-ledger.ts";
import type { IngestWake, PushWake } from "../../shared/contracts/queues.ts";
import { makeSpoolKey } from "../../shared/domain/spool-key.ts";
import type { IngestLedger } from "./object.ts";
import type { LedgerSettings } from "./schema.ts";

/** So far ahead that no alarm fires by itself; tests run alarms on demand. */
const START = Date.now() + 10 * 365 * 86_400_000;

export const SETTINGS: LedgerSettings = {
  leaseMs: 60_000,
  retryBaseMs: 1000,
  retryMaxMs: 60_000,
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
      object.clock = () => this.now;
      object.settings = this.settings;
      object.sendWake = async (wake) => {
        if (this.queueDown) throw new Error("queue is down");
        this.wakes.push(wake);
      };
    });
  }

  /** Distance of the alarm from now, milliseconds; null without one. */
  alarmIn(): Promise<number | null> {
    return runInDurableObject(this.stub, async (_object, state) => {
      const at = await state.storage.getAlarm();
      return at === null ? null : at - this.now;
    });
  }
}

export function newBatch(batchId: string, over: Partial<NewBatch> = {}): NewBatch {
  return {
    batchId,
    platform: "boss",
    channel: "web",
    dataType: "job",
    spoolKey: makeSpoolKey(batchId, 0, "copy"),
    bytes: 1000,
    received: 20,
    rows: 20,
    problems: [],
    source: "edge",
    requestId: "request-1",
    runId: null,
    upload: null,
    ...over,
  };
}
