/**
 * Tells whether holders work. Renewing alone keeps no lease, and a node that takes keywords and does nothing gets fewer and
 * fewer of them. All of it is in memory only, because each page would cost a row more; an eviction of the object forgets
 * it, which gives a holder the whole time again.
 */
import { backoffMs } from "../../shared/backoff.ts";
import { NODE_HOLDER } from "../../shared/contracts/keyword-ledger.ts";
import { HOUR_MS, MINUTE_MS } from "../../shared/time.ts";

/**
 * A holder that stores no page for this time loses its lease when that next expires. Far above the time-out of a page and
 * the wait for a permit, so that an outage of the ingest takes no lease.
 */
export const MAX_IDLE_MS = 15 * MINUTE_MS;

/** Losses of leases without a stored page that a node is forgiven: it may have crashed. */
const FORGIVEN_LOSSES = 2;
/** Losses within this time have one cause: a node that crashes loses all its leases. */
const SAME_LOSS_MS = 2 * MINUTE_MS;
/** How long a node gets no keywords after further losses; it doubles with each one. */
const REST = { baseMs: 5 * MINUTE_MS, maxMs: HOUR_MS };

/**
 * Keywords in a row that a node is forgiven to end as blocked or failed without a stored page: as many as it works on
 * when a site blocks it. Afterwards it rests after each, so that a leaked key does not park the whole backlog.
 */
const FORGIVEN_FAILURES = 8;
const FAILURE_REST_MS = 5 * MINUTE_MS;

interface Losses {
  count: number;
  /** Unix ms of the first one that has the cause of the latest. */
  since: number;
  /** Unix ms of the latest one. */
  at: number;
}

export class LeaseProgress {
  readonly #leases = new Map<string, { movedAt: number; worked: boolean }>();
  readonly #losses = new Map<string, Losses>();
  readonly #failures = new Map<string, { count: number; at: number }>();

  claimed(id: string, now: number): void {
    this.#leases.set(id, { movedAt: now, worked: false });
  }

  /** A page was stored, or a pending page was settled. */
  worked(id: string, holder: string | null, now: number): void {
    this.#leases.set(id, { movedAt: now, worked: true });
    this.#losses.delete(holder ?? "");
    this.#failures.delete(holder ?? "");
  }

  isIdle(id: string, now: number): boolean {
    const lease = this.#leases.get(id);
    if (!lease) this.claimed(id, now);
    return lease !== undefined && now - lease.movedAt > MAX_IDLE_MS;
  }

  /**
   * The holder ended its work in order.
   * @param hasFailed it could not do the work, and says so
   */
  settled(id: string, holder: string | null, hasFailed: boolean, now: number): void {
    const lease = this.#leases.get(id);
    this.#leases.delete(id);
    if (!hasFailed || !holder?.startsWith(NODE_HOLDER) || lease?.worked) return;
    this.#failures.set(holder, { count: (this.#failures.get(holder)?.count ?? 0) + 1, at: now });
  }

  /** The lease expired. */
  lost(id: string, holder: string | null, now: number): void {
    const lease = this.#leases.get(id);
    this.#leases.delete(id);
    if (!holder?.startsWith(NODE_HOLDER) || !lease || lease.worked) return;
    const losses = this.#losses.get(holder);
    // The time counts from the first loss of a cause: a node that loses a lease every minute has more than one cause.
    const isSame = losses !== undefined && now - losses.since < SAME_LOSS_MS;
    this.#losses.set(
      holder,
      isSame ? { ...losses, at: now } : { count: (losses?.count ?? 0) + 1, since: now, at: now },
    );
  }

  /** False while a node rests that took keywords again and again and let them expire, or ended them without a page. */
  mayClaim(holder: string, now: number): boolean {
    const failures = this.#failures.get(holder);
    if (failures && failures.count > FORGIVEN_FAILURES && now - failures.at < FAILURE_REST_MS) return false;
    const losses = this.#losses.get(holder);
    if (!losses || losses.count <= FORGIVEN_LOSSES) return true;
    return now - losses.at >= backoffMs(losses.count - FORGIVEN_LOSSES - 1, REST);
  }
}
