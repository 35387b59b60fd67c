import { DurableObject } from "cloudflare:workers";
import { type ObjectClock, systemClock } from "../../shared/clock.ts";
import { readConfig } from "../../shared/config.ts";
import type { IngestStatus } from "../../shared/contracts/ingest.ts";
import type {
  BatchReceipt,
  ConfirmedBatch,
  DeadLetter,
  FailureKind,
  GroupLimits,
  IngestLedgerApi,
  NewBatch,
  NewUpload,
  QuarantinedBatch,
  QuarantineFilter,
  RegisterResult,
  SpoolSurvey,
  TakeAnswer,
  UploadReceipt,
  UploadResult,
  UploadTotals,
} from "../../shared/contracts/ingest-ledger.ts";
import type { LedgerResult } from "../../shared/contracts/keyword-ledger.ts";
import type {
  DeadDelivery,
  DeliveryEnd,
  EndpointState,
  LeasedDelivery,
} from "../../shared/contracts/push.ts";
import type { Decider } from "../../shared/contracts/quality.ts";
import type { IngestWake, PushWake } from "../../shared/contracts/queues.ts";
import type { UploadLogPage } from "../../shared/contracts/upload-log.ts";
import type { Logger } from "../../shared/log.ts";
import { AlarmTimer } from "../base/alarm-timer.ts";
import { migrate } from "../base/migrate.ts";
import { objectLogger } from "../base/object-log.ts";
import * as batches from "./batches.ts";
import * as outcome from "./group-outcome.ts";
import * as groups from "./groups.ts";
import { IngestWaker } from "./ingest-waker.ts";
import { MIGRATIONS } from "./migrations.ts";
import * as dead from "./push/dead-deliveries.ts";
import * as deliveries from "./push/deliveries.ts";
import * as endpoints from "./push/endpoints.ts";
import { PushWaker } from "./push/waker.ts";
import * as quarantine from "./quarantine.ts";
import { type LedgerContext, type LedgerSettings, readLedger } from "./schema.ts";
import * as uploadLog from "./upload-log.ts";
import * as uploads from "./uploads.ts";

/**
 * Holds every accepted batch until ClickHouse has it, and wakes the ingest queue while any waits. All state is in
 * SQLite; the state in memory (the armed alarm, the last wake-up) may be lost at any time, which costs one needless
 * message.
 */
export class IngestLedger extends DurableObject<Env> implements IngestLedgerApi {
  /** Tests set their own. */
  clock: ObjectClock = systemClock;
  settings: LedgerSettings;
  /** Sends one wake-up to the queue of its kind. */
  sendWake: (wake: IngestWake | PushWake) => Promise<unknown> = (wake) =>
    wake.kind === "push" ? this.env.PUSH_QUEUE.send(wake) : this.env.INGEST_QUEUE.send(wake);

  readonly #context: LedgerContext;
  readonly #ingest: IngestWaker;
  readonly #push: PushWaker;
  readonly #alarm: AlarmTimer;
  readonly #log: Logger;
  /** Resolves when a group ends, for callers that wait for an upload. */
  #groupEnd = Promise.withResolvers<void>();

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    const config = readConfig(env);
    this.settings = {
      leaseMs: config.LEASE_MS,
      retry: { baseMs: config.INGEST_RETRY_BASE_MS, maxMs: config.INGEST_RETRY_MAX_MS },
      attempts: config.INGEST_ATTEMPTS,
      lingerMs: config.INGEST_LINGER_MS,
    };
    this.#context = {
      sql: state.storage.sql,
      atomically: (work) => state.storage.transactionSync(work),
      now: () => this.clock.now(),
      random: () => this.clock.random(),
      newId: () => this.clock.uuid(),
      settings: () => this.settings,
    };
    this.#log = objectLogger(env, "ingest-ledger");
    this.#ingest = new IngestWaker(this.#context, (wake) => this.sendWake(wake), this.#log);
    this.#push = new PushWaker(state.storage.sql, (wake) => this.sendWake(wake), this.#log);
    this.#alarm = new AlarmTimer(state.storage);
    state.blockConcurrencyWhile(async () => {
      migrate(state.storage, MIGRATIONS);
      await this.#alarm.restore();
      await this.#arm();
    });
  }

  async register(batch: NewBatch): Promise<RegisterResult> {
    const result = batches.register(this.#context, batch);
    if (!result.replayed && result.state === "accepted") await this.#accepted([batch], false);
    return result;
  }

  async registerUpload(upload: NewUpload): Promise<UploadResult> {
    const result = uploads.registerUpload(this.#context, upload);
    if (result.ok && !result.replayed) {
      await this.#accepted(
        upload.parts.filter((part) => batches.firstState(part) === "accepted"),
        upload.urgent,
      );
    }
    return result;
  }

  async uploadReceipt(sender: string, id: string): Promise<UploadReceipt | null> {
    return uploads.uploadReceipt(this.#context, sender, id);
  }

  async uploadTotals(sender: string, ids: string[]): Promise<UploadTotals[]> {
    return uploads.uploadTotals(this.#context, sender, ids);
  }

  async waitForUpload(sender: string, id: string, timeoutMs: number): Promise<UploadReceipt | null> {
    const timeout = new Promise<void>((resolve) => setTimeout(resolve, timeoutMs));
    let over = false;
    void timeout.then(() => {
      over = true;
    });
    for (;;) {
      const groupEnd = this.#groupEnd.promise;
      const receipt = uploads.uploadReceipt(this.#context, sender, id);
      if (receipt?.state !== "accepted" || over) return receipt;
      await Promise.race([groupEnd, timeout]);
    }
  }

  /** @param urgent the batches are due at once */
  async #accepted(added: NewBatch[], urgent: boolean): Promise<void> {
    if (added.length === 0) return;
    const { alarmBy, cause } = this.#ingest.accepted(added, urgent);
    // This runs for every stored page, so the tables are not read while an alarm comes soon enough anyway.
    if (!this.#alarm.firesBy(alarmBy)) await this.#arm();
    // Sent after the alarm is armed: an object that ends while it waits for the queue must not leave batches without one.
    if (cause !== null && !(await this.#ingest.send(this.clock.now(), cause))) await this.#arm();
  }

  async takeGroup(holder: string, limits: GroupLimits): Promise<TakeAnswer> {
    this.#ingest.consumerAsked();
    const answer = groups.takeGroup(this.#context, holder, limits);
    await this.#arm();
    return answer;
  }

  async renewGroup(groupId: string, fence: number): Promise<LedgerResult<{ lease_until: number }>> {
    return groups.renewGroup(this.#context, groupId, fence);
  }

  async saveSelection(groupId: string, fence: number, selection: string[]): Promise<LedgerResult<string[]>> {
    return outcome.saveSelection(this.#context, groupId, fence, selection);
  }

  async confirm(
    groupId: string,
    fence: number,
    counts: ConfirmedBatch[],
    pushTo: string | null = null,
  ): Promise<LedgerResult<null>> {
    return this.#ending(outcome.confirm(this.#context, groupId, fence, counts, pushTo));
  }

  async failGroup(
    groupId: string,
    fence: number,
    error: string,
    kind: FailureKind,
    faultyBatchIds: string[] = [],
  ): Promise<LedgerResult<{ wait_ms: number }>> {
    return this.#ending(outcome.failGroup(this.#context, groupId, fence, error, kind, faultyBatchIds));
  }

  async receipt(batchId: string): Promise<BatchReceipt | null> {
    return batches.receipt(this.#context, batchId);
  }

  async status(): Promise<IngestStatus> {
    return batches.status(this.#context);
  }

  async listDead(limit: number, beforeSeq?: number): Promise<DeadLetter[]> {
    return batches.listDead(this.#context, limit, beforeSeq);
  }

  async replayDead(batchIds: string[]): Promise<number> {
    const replayed = batches.replayDead(this.#context, batchIds);
    await this.#arm();
    return replayed;
  }

  async discardDead(batchIds: string[]): Promise<string[]> {
    return batches.discardDead(this.#context, batchIds);
  }

  async listQuarantine(limit: number, filter: QuarantineFilter = {}): Promise<QuarantinedBatch[]> {
    return quarantine.listQuarantine(this.#context, limit, filter);
  }

  async quarantined(batchId: string): Promise<QuarantinedBatch | null> {
    return quarantine.quarantined(this.#context, batchId);
  }

  async releaseQuarantined(batchIds: string[], decider: Decider): Promise<string[]> {
    const released = quarantine.release(this.#context, batchIds, decider);
    await this.#arm();
    return released;
  }

  async dropQuarantined(batchIds: string[], decider: Decider): Promise<string[]> {
    return quarantine.drop(this.#context, batchIds, decider);
  }

  async survey(spoolKeys: string[]): Promise<SpoolSurvey> {
    return batches.survey(this.#context, spoolKeys);
  }

  async sweepCursor(): Promise<string | null> {
    return readLedger(this.#context.sql).sweep_cursor;
  }

  async saveSweepCursor(cursor: string | null): Promise<void> {
    this.#context.sql.exec("UPDATE ledger SET sweep_cursor = ?", cursor);
  }

  async cleanUp(before: number): Promise<{ deleted: number; more: boolean }> {
    return batches.cleanUp(this.#context, before);
  }

  async countSettled(before: number): Promise<number> {
    return batches.countSettled(this.#context.sql, before);
  }

  async leaseDeliveries(targetId: string, limit: number): Promise<LeasedDelivery[]> {
    const leased = deliveries.leaseDeliveries(this.#context, targetId, limit);
    this.#push.consumerAsked(targetId, leased.length > 0, this.clock.now());
    await this.#arm();
    return leased;
  }

  async endDelivery(seq: number, fence: number, end: DeliveryEnd): Promise<LedgerResult<string | null>> {
    return deliveries.endDelivery(this.#context, seq, fence, end);
  }

  async stopEndpoint(targetId: string, deadBecause: string | null): Promise<void> {
    endpoints.stopEndpoint(this.#context, targetId, deadBecause);
  }

  async resumeEndpoint(targetId: string): Promise<void> {
    endpoints.resumeEndpoint(this.#context, targetId);
    await this.#arm();
  }

  async endpointStates(): Promise<EndpointState[]> {
    return endpoints.endpointStates(this.#context);
  }

  async listDeadDeliveries(targetId: string, limit: number, beforeSeq?: number): Promise<DeadDelivery[]> {
    return dead.listDeadDeliveries(this.#context, targetId, limit, beforeSeq);
  }

  async deadDelivery(targetId: string, batchId: string): Promise<DeadDelivery | null> {
    return dead.deadDelivery(this.#context, targetId, batchId);
  }

  async replayDeliveries(targetId: string, batchIds: string[]): Promise<number> {
    const replayed = dead.replayDeliveries(this.#context, targetId, batchIds);
    await this.#arm();
    return replayed;
  }

  async discardDeliveries(targetId: string, batchIds: string[]): Promise<string[]> {
    return dead.discardDeliveries(this.#context, targetId, batchIds);
  }

  async uploadLog(limit: number): Promise<UploadLogPage> {
    return uploadLog.readUploadLog(this.#context, limit);
  }

  async uploadLogExported(lastSeq: number): Promise<void> {
    uploadLog.markExported(this.#context, lastSeq);
  }

  async oldestLoggedUpload(): Promise<number | null> {
    return uploadLog.oldestLogged(this.#context);
  }

  async newestUpload(): Promise<number | null> {
    return uploadLog.newestUpload(this.#context);
  }

  async newestStored(): Promise<number | null> {
    return outcome.newestStored(this.#context);
  }

  override async alarm(): Promise<void> {
    this.#alarm.fired();
    try {
      const now = this.clock.now();
      await this.#ingest.wake(now);
      await this.#push.wake(now);
    } catch (error) {
      this.#log.error("object.alarm-failed", { error });
    } finally {
      await this.#arm();
    }
  }

  async #ending<T>(result: LedgerResult<T>): Promise<LedgerResult<T>> {
    if (result.ok) {
      this.#groupEnd.resolve();
      this.#groupEnd = Promise.withResolvers<void>();
      this.#ingest.groupEnded();
      await this.#arm();
    }
    return result;
  }

  /** Sets the alarm for the next wake-up of either queue. */
  #arm(): Promise<void> {
    const times = [this.#ingest.nextAt(), this.#push.nextAt()].filter((at) => at !== null);
    return this.#alarm.arm(times.length > 0 ? Math.min(...times) : null, this.clock.now());
  }
}
