import { DurableObject } from "cloudflare:workers";
import { backoffMs } from "../../shared/backoff.ts";
import { type ObjectClock, systemClock } from "../../shared/clock.ts";
import {
  type BulkAction as Action,
  type BulkActionApi,
  type BulkClaim,
  type BulkItem,
  type BulkOutcome,
  type BulkReport,
  type BulkState,
  isEndedBulk,
  MAX_BULK_ITEMS,
  type NewBulkAction,
} from "../../shared/contracts/bulk.ts";
import type { BulkWake } from "../../shared/contracts/queues.ts";
import type { Logger } from "../../shared/log.ts";
import { MINUTE_MS } from "../../shared/time.ts";
import { AlarmTimer } from "../base/alarm-timer.ts";
import { migrate } from "../base/migrate.ts";
import { objectLogger } from "../base/object-log.ts";
import { MIGRATIONS } from "./migrations.ts";
import { Pages } from "./pages.ts";
import { type ActionRow, ActionTable, expiresAt, nextSize, requestOf, viewOf } from "./row.ts";
import { LEASE_MS, MAX_ATTEMPTS, MAX_MESSAGE, PAGE_ITEMS, RETRY, WAKE_AGAIN_MS } from "./settings.ts";

const LEFT_FOR_LONG = "it had not ended after 7 days: the rest is untouched";

/**
 * Holds one bulk action, under its id: the frozen selection, how far it is, the result of each record. A consumer asks
 * for steps and reports them; a step whose holder is lost is handed out again with the same records, and the ledger of
 * the records knows from its timeline what was done already.
 */
export class BulkAction extends DurableObject<Env> implements BulkActionApi {
  /** Tests set their own. */
  clock: ObjectClock = systemClock;
  sendWake: (message: BulkWake) => Promise<unknown>;
  readonly #table: ActionTable;
  readonly #pages: Pages;
  readonly #timer: AlarmTimer;
  readonly #log: Logger;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.sendWake = (message) => env.BULK_QUEUE.send(message);
    this.#table = new ActionTable(ctx.storage.sql);
    this.#pages = new Pages(ctx.storage.sql);
    this.#timer = new AlarmTimer(ctx.storage);
    this.#log = objectLogger(env, "bulk-action");
    ctx.blockConcurrencyWhile(async () => {
      migrate(ctx.storage, MIGRATIONS);
      await this.#timer.restore();
    });
  }

  async create({ id, request, ids, user_id, scopes, label }: NewBulkAction): Promise<Action> {
    const now = this.clock.now();
    if (!this.#table.row()) {
      this.ctx.storage.transactionSync(() => {
        this.#table.insert({ id, request, ids, user_id, scopes, label }, now);
        if (ids) this.#pages.append(ids, 0);
      });
    }
    await this.#wake("created");
    return viewOf(this.#table.known(), now);
  }

  async status(): Promise<Action | null> {
    const row = this.#table.row();
    return row ? viewOf(row, this.clock.now()) : null;
  }

  async abort(by: string): Promise<Action | null> {
    const now = this.clock.now();
    this.ctx.storage.transactionSync(() => {
      const row = this.#table.row();
      if (!row || isEndedBulk(row.state) || row.state === "stopping") return;
      this.#table.set({ aborted_by: by });
      // A step that is under way is told of by its holder, which takes about a second.
      if (row.step_items > 0 && (row.lease_until ?? 0) > now) this.#table.set({ state: "stopping" });
      else this.#end(row, "aborted", now);
    });
    await this.#arm();
    return this.status();
  }

  async next(report: BulkReport | null, more: boolean): Promise<BulkClaim | null> {
    const now = this.clock.now();
    const claim = this.ctx.storage.transactionSync(() => {
      const before = this.#table.row();
      if (!before || isEndedBulk(before.state)) return null;
      const reported = report !== null && report.fence === before.fence && before.lease_until !== null;
      if (reported) this.#note(before, report, now);
      // Someone else works on it, or this caller's step was given to someone else.
      else if (report !== null || (before.lease_until ?? 0) > now) return null;
      const row = this.#table.known();
      if (isEndedBulk(row.state)) return null;
      if (row.state === "stopping") {
        this.#end(row, "aborted", now);
        return null;
      }
      if (expiresAt(row) <= now) {
        this.#end(row, "expired", now);
        return null;
      }
      // After a failure the step waits; a wake-up that comes early changes nothing.
      if ((row.retry_at ?? 0) > now) return null;
      if (!more) {
        this.#table.set({ lease_until: null, wake_at: now });
        return null;
      }
      return this.#claim(row, now);
    });
    await this.#arm();
    return claim;
  }

  async items(afterSeq: number, limit: number, outcome?: BulkOutcome): Promise<BulkItem[]> {
    const row = this.#table.row();
    if (!row) return [];
    return this.#pages.items(afterSeq, limit, { acted: row.acted, ended: isEndedBulk(row.state) }, outcome);
  }

  /** Sends the wake-ups that are due, ends what takes too long, and deletes everything when the results expire. */
  override async alarm(): Promise<void> {
    this.#timer.fired();
    const now = this.clock.now();
    const row = this.#table.row();
    if (!row) return;
    if (expiresAt(row) <= now) {
      if (row.ended_at !== null) return this.#deleteAll();
      await this.#endAlone(row, "expired", now);
    } else if (row.ended_at === null) {
      if (row.state === "stopping" && (row.lease_until ?? 0) <= now)
        await this.#endAlone(row, "aborted", now);
      else if (Math.max(row.lease_until ?? 0, row.wake_at) <= now) return this.#wake("alarm");
    }
    await this.#arm();
  }

  #note(row: ActionRow, report: BulkReport, now: number): void {
    const lease = { lease_until: null, claimed_at: null };
    if (report.kind === "failed") {
      const attempts = row.attempts + 1;
      const error = report.message.slice(0, MAX_MESSAGE);
      if (report.final || attempts >= MAX_ATTEMPTS) {
        // A holder that may not act has touched nothing of a step that nobody had before it.
        this.#table.set({ error, ...(report.final && row.repeated === 0 && { step_items: 0 }) });
        this.#end(row, "failed", now);
      } else {
        const wake_at = now + Math.max(RETRY.baseMs, backoffMs(row.attempts, RETRY, this.clock.random()));
        this.#table.set({ ...lease, attempts, error, wake_at, retry_at: wake_at });
      }
      return;
    }
    const ok = { ...lease, attempts: 0, retry_at: null, error: null, wake_at: now };
    if (report.kind === "selected") {
      const total = row.total + report.ids.length;
      if (total > MAX_BULK_ITEMS) {
        this.#table.set({ error: `the filter selects more than ${MAX_BULK_ITEMS} records` });
        this.#end(row, "failed", now);
        return;
      }
      this.#pages.append(report.ids, row.total);
      const selected = report.cursor === null;
      // An action that was aborted meanwhile stays so.
      const state = selected && row.state === "selecting" ? ("running" as const) : row.state;
      this.#table.set({ ...ok, total, cursor: report.cursor, state });
      if (selected && total === 0) this.#end(this.#table.known(), "done", now);
      return;
    }
    const results = report.results.slice(0, row.step_items);
    // A result that is missing is not known.
    const all = Array.from({ length: row.step_items }, (_, at) => {
      return results[at] ?? ({ outcome: "unknown", message: null } as const);
    });
    this.#pages.keep(row.acted + 1, all);
    const count = (outcome: string) => all.filter((result) => result.outcome === outcome).length;
    const acted = row.acted + row.step_items;
    this.#table.set({
      ...ok,
      acted,
      refused: row.refused + count("refused"),
      unknown: row.unknown + count("unknown"),
      step_items: 0,
      step_size: nextSize(row, now - (row.claimed_at ?? now)),
    });
    if (acted === row.total) this.#end(this.#table.known(), "done", now);
  }

  #claim(row: ActionRow, now: number): BulkClaim | null {
    const request = requestOf(row);
    const { user_id, label } = row;
    const scopes = row.scopes === null ? null : (JSON.parse(row.scopes) as string[]);
    const fence = row.fence + 1;
    const held = { fence, claimed_at: now, lease_until: now + LEASE_MS };
    if (row.state === "selecting") {
      this.#table.set({ ...held, step_items: 0 });
      const step = { kind: "select" as const, cursor: row.cursor, limit: PAGE_ITEMS };
      return { fence, request, user_id, scopes, label, step };
    }
    const started = { started_at: row.started_at ?? now };
    let { step_items, window_at, window_left } = row;
    // A step whose holder was lost is repeated as it was, and uses nothing more of the rate.
    let ids = step_items > 0 ? this.#pages.slice(row.acted + 1, step_items) : [];
    const repeated = ids.length > 0 ? 1 : 0;
    if (ids.length === 0) {
      let room = row.step_size;
      if (request.rate) {
        if (window_at === null) [window_at, window_left] = [now, request.rate.first];
        else if (now >= window_at + MINUTE_MS) [window_at, window_left] = [now, request.rate.per_minute];
        room = Math.min(room, window_left);
      }
      if (room === 0) {
        this.#table.set({ lease_until: null, wake_at: (window_at ?? now) + MINUTE_MS });
        return null;
      }
      ids = this.#pages.slice(row.acted + 1, room);
      step_items = ids.length;
      window_left -= request.rate ? ids.length : 0;
    }
    this.#table.set({ ...held, ...started, step_items, repeated, window_at, window_left });
    return { fence, request, user_id, scopes, label, step: { kind: "act", first_seq: row.acted + 1, ids } };
  }

  /** Ends the action. Records of a step that is still under way may have been acted on: they are told as unknown. */
  #end(row: ActionRow, state: BulkState, now: number): void {
    const open = isEndedBulk(row.state) ? 0 : this.#table.known().step_items;
    if (open > 0)
      this.#pages.keep(
        row.acted + 1,
        Array.from({ length: open }, () => ({ outcome: "unknown" as const, message: null })),
      );
    this.#table.set({
      ...(state === "expired" && { error: LEFT_FOR_LONG }),
      state,
      ended_at: now,
      lease_until: null,
      claimed_at: null,
      step_items: 0,
      acted: row.acted + open,
      unknown: row.unknown + open,
    });
  }

  /** Ends the action while nobody works on it: the consumer that is woken writes the end to the list. */
  async #endAlone(row: ActionRow, state: BulkState, now: number): Promise<void> {
    this.ctx.storage.transactionSync(() => this.#end(row, state, now));
    await this.#send(row.id, state);
  }

  async #send(action: string, cause: string): Promise<void> {
    await this.sendWake({ kind: "bulk", action, cause }).catch((error) =>
      this.#log.warn("bulk.wake-failed", { error }),
    );
  }

  /** Sends a wake-up; the alarm sends the next one where nobody comes. */
  async #wake(cause: string): Promise<void> {
    const row = this.#table.known();
    if (row.ended_at === null) {
      this.#table.set({ wake_at: this.clock.now() + WAKE_AGAIN_MS });
      await this.#arm();
      await this.#send(row.id, cause);
    }
  }

  async #arm(): Promise<void> {
    const row = this.#table.row();
    if (!row) return;
    const next = row.ended_at === null ? Math.max(row.lease_until ?? 0, row.wake_at) : expiresAt(row);
    await this.#timer.arm(Math.min(next, expiresAt(row)), this.clock.now());
  }

  async #deleteAll(): Promise<void> {
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
    // The instance may be asked once more before it is gone.
    migrate(this.ctx.storage, MIGRATIONS);
  }
}
