import { DurableObject } from "cloudflare:workers";
import { readConfig } from "../../shared/contracts/config.ts";
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
  RegisterResult,
  SpoolSurvey,
  TakeAnswer,
  UploadReceipt,
  UploadResult,
} from "../../shared/contracts/ingest-ledger.ts";
import { GROUP_LIMITS } from "../../shared/contracts/ingest-ledger.ts";
import type { LedgerResult } from "../../shared/contracts/keyword-ledger.ts";
import type { FailedPush, PushCount, PushEnd, TakenPush } from "../../shared/contracts/push.ts";
import type { IngestWake, PushWake } from "../../shared/contracts/queues.ts";
import type { UploadLogPage } from "../../shared/contracts/upload-log.ts";
import * as batches from "./batches.ts";
import * as groups from "./groups.ts";
import * as push from "./push.ts";
import { PushWaker } from "./push-waker.ts";
import { createTables, type LedgerContext, type LedgerSettings, readLedger } from "./schema.ts";
import * as uploadLog from "./upload-log.ts";
import * as uploads from "./uploads.ts";

/** A wake-up not followed by a `takeGroup` within this time counts as lost. */
const WAKE_LOST_MS = 30_000;
/** A consumer that has just ended a group is about to ask for the next: no wake-up so soon. */
const QUIET_MS = 1000;
/** Wait after the queue refused a wake-up. */
const RESEND_MS = 1000;

/**
 * Keeps every accepted batch until ClickHouse has it, and wakes the ingest queue while any waits. All state
 * is in SQLite; what is held in memory (the armed alarm, the last wake-up) may be lost at any time and costs
 * one needless message.
 */
export class IngestLedger extends DurableObject<Env> implements IngestLedgerApi {
  /** Unix ms; tests put their own clock here. */
  clock: () => number = Date.now;
  settings: LedgerSettings;
  /** Sends one wake-up to the queue of its kind. */
  sendWake: (wake: IngestWake | PushWake) => Promise<unknown> = (wake) =>
    wake.kind === "push" ? this.env.PUSH_QUEUE.send(wake) : this.env.INGEST_QUEUE.send(wake);

  readonly #context: LedgerContext;
  readonly #pushes: PushWaker;
  #armedAt: number | null = null;
  #wakeSentAt: number | null = null;
  #quietUntil = 0;
  /** Resolves when a group ends, for those who wait for an upload. */
  #settled = Promise.withResolvers<void>();
  /** Accepted since the last `takeGroup`, to see a full group before its linger ends. */
  #gathered = { rows: 0, bytes: 0, batches: 0 };

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    const config = readConfig(env);
    this.settings = {
      leaseMs: config.LEASE_MS,
      retryBaseMs: config.INGEST_RETRY_BASE_MS,
      retryMaxMs: config.INGEST_RETRY_MAX_MS,
      attempts: config.INGEST_ATTEMPTS,
      lingerMs: config.INGEST_LINGER_MS,
    };
    this.#context = {
      sql: state.storage.sql,
      atomically: (work) => state.storage.transactionSync(work),
      now: () => this.clock(),
      settings: () => this.settings,
    };
    this.#pushes = new PushWaker(state.storage.sql, (wake) => this.sendWake(wake));
    state.blockConcurrencyWhile(async () => {
      createTables(state.storage.sql);
      state.storage.sql.exec(push.PUSH_TABLES);
      uploadLog.createUploadLog(state.storage.sql);
      this.#armedAt = await state.storage.getAlarm();
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
        upload.parts.filter((part) => part.spoolKey !== null),
        upload.urgent,
      );
    }
    return result;
  }

  async uploadReceipt(sender: string, id: string): Promise<UploadReceipt | null> {
    return uploads.uploadReceipt(this.#context, sender, id);
  }

  async waitForUpload(sender: string, id: string, timeoutMs: number): Promise<UploadReceipt | null> {
    const timeout = new Promise<void>((resolve) => setTimeout(resolve, timeoutMs));
    let over = false;
    void timeout.then(() => {
      over = true;
    });
    for (;;) {
      const settled = this.#settled.promise;
      const receipt = uploads.uploadReceipt(this.#context, sender, id);
      if (receipt?.state !== "accepted" || over) return receipt;
      await Promise.race([settled, timeout]);
    }
  }

  /** @param urgent they are due at once */
  async #accepted(added: NewBatch[], urgent: boolean): Promise<void> {
    if (added.length === 0) return;
    const gathered = this.#gathered;
    for (const { rows, bytes } of added) {
      gathered.rows += rows;
      gathered.bytes += bytes;
      gathered.batches += 1;
    }
    const now = this.clock();
    const full =
      gathered.rows >= GROUP_LIMITS.rows ||
      gathered.bytes >= GROUP_LIMITS.bytes ||
      gathered.batches >= GROUP_LIMITS.batches;
    if ((full || urgent) && this.#wakeSentAt === null && readLedger(this.#context.sql).not_before <= now) {
      this.#gathered = { rows: 0, bytes: 0, batches: 0 };
      await this.#wake(now, full ? "full" : "urgent");
    }
    // Called for every page stored: the books are not asked while an alarm comes soon enough anyway.
    const gatheredMs = gathered.rows >= groups.ENOUGH_ROWS ? groups.PAUSE_MS : Number.POSITIVE_INFINITY;
    const soon = urgent ? 0 : Math.min(this.settings.lingerMs, gatheredMs);
    if (this.#armedAt === null || this.#armedAt > now + soon) await this.#arm();
  }

  async takeGroup(holder: string, limits: GroupLimits): Promise<TakeAnswer> {
    this.#wakeSentAt = null;
    this.#quietUntil = 0;
    this.#gathered = { rows: 0, bytes: 0, batches: 0 };
    const answer = groups.takeGroup(this.#context, holder, limits);
    await this.#arm();
    return answer;
  }

  async renewGroup(groupId: string, fence: number): Promise<LedgerResult<{ leaseUntil: number }>> {
    return groups.renewGroup(this.#context, groupId, fence);
  }

  async saveSelection(groupId: string, fence: number, selection: string[]): Promise<LedgerResult<string[]>> {
    return groups.saveSelection(this.#context, groupId, fence, selection);
  }

  async confirm(
    groupId: string,
    fence: number,
    counts: ConfirmedBatch[],
    pushTo: string | null = null,
  ): Promise<LedgerResult<null>> {
    return this.#ending(groups.confirm(this.#context, groupId, fence, counts, pushTo));
  }

  async failGroup(
    groupId: string,
    fence: number,
    error: string,
    kind: FailureKind,
    culprits: string[] = [],
  ): Promise<LedgerResult<{ waitMs: number }>> {
    return this.#ending(groups.failGroup(this.#context, groupId, fence, error, kind, culprits));
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

  async takePushes(targetId: string, most: number): Promise<TakenPush[]> {
    const taken = push.takePushes(this.#context, targetId, most);
    this.#pushes.asked(targetId, taken.length > 0, this.clock());
    await this.#arm();
    return taken;
  }

  async endPush(seq: number, fence: number, end: PushEnd): Promise<LedgerResult<string | null>> {
    return push.endPush(this.#context, seq, fence, end);
  }

  async stopPushes(targetId: string, deadBecause: string | null): Promise<void> {
    push.stopPushes(this.#context, targetId, deadBecause);
  }

  async resumePushes(targetId: string): Promise<void> {
    push.resumePushes(this.#context, targetId);
    await this.#arm();
  }

  async pushCounts(): Promise<PushCount[]> {
    return push.pushCounts(this.#context);
  }

  async listFailedPushes(targetId: string, limit: number, beforeSeq?: number): Promise<FailedPush[]> {
    return push.listFailedPushes(this.#context, targetId, limit, beforeSeq);
  }

  async failedPush(targetId: string, batchId: string): Promise<FailedPush | null> {
    return push.failedPush(this.#context, targetId, batchId);
  }

  async replayPushes(targetId: string, batchIds: string[]): Promise<number> {
    const replayed = push.replayPushes(this.#context, targetId, batchIds);
    await this.#arm();
    return replayed;
  }

  async discardPushes(targetId: string, batchIds: string[]): Promise<string[]> {
    return push.discardPushes(this.#context, targetId, batchIds);
  }

  async uploadLog(most: number): Promise<UploadLogPage> {
    return uploadLog.readUploadLog(this.#context, most);
  }

  async uploadLogExported(lastSeq: number): Promise<void> {
    uploadLog.markExported(this.#context, lastSeq);
  }

  async oldestLoggedUpload(): Promise<number | null> {
    return uploadLog.oldestLogged(this.#context);
  }

  override async alarm(): Promise<void> {
    this.#armedAt = null;
    try {
      const now = this.clock();
      const due = groups.nextDueAt(this.#context);
      const answered = this.#wakeSentAt === null || now >= this.#wakeSentAt + WAKE_LOST_MS;
      if (due !== null && due <= now && now >= this.#quietUntil && answered) await this.#wake(now, "alarm");
      await this.#pushes.wake(now);
    } catch (error) {
      console.error(JSON.stringify({ level: "error", at: "ingest-ledger.alarm", error: String(error) }));
    } finally {
      await this.#arm();
    }
  }

  async #ending<T>(result: LedgerResult<T>): Promise<LedgerResult<T>> {
    if (result.ok) {
      this.#settled.resolve();
      this.#settled = Promise.withResolvers<void>();
      this.#quietUntil = this.clock() + QUIET_MS;
      await this.#arm();
    }
    return result;
  }

  async #wake(now: number, cause: string): Promise<void> {
    try {
      await this.sendWake({ kind: "ingest", cause: `ingest-ledger:${cause}` });
      this.#wakeSentAt = now;
    } catch (error) {
      // Tried again at the next alarm, which comes after RESEND_MS.
      this.#quietUntil = now + RESEND_MS;
      console.error(JSON.stringify({ level: "error", at: "ingest-ledger.wake", error: String(error) }));
    }
  }

  /** Sets the alarm to the time of the next wake-up. An earlier one stays: it fires, finds nothing due and re-arms. */
  async #arm(): Promise<void> {
    const due = groups.nextDueAt(this.#context);
    const pushAt = this.#pushes.nextAt();
    if (due === null && pushAt === null) return;
    const now = this.clock();
    const lostAt = this.#wakeSentAt === null ? 0 : this.#wakeSentAt + WAKE_LOST_MS;
    const wakeAt = due === null ? Number.POSITIVE_INFINITY : Math.max(due, this.#quietUntil, lostAt);
    // An alarm set for "now" from inside alarm() stalls: at the earliest in one millisecond.
    const at = Math.max(Math.min(wakeAt, pushAt ?? Number.POSITIVE_INFINITY), now + 1);
    if (this.#armedAt !== null && this.#armedAt > now && this.#armedAt <= at) return;
    this.#armedAt = at;
    await this.ctx.storage.setAlarm(at);
  }
}
