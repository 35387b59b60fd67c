/**
 * When the holder of each keyword last stored something. Renewing alone keeps no lease: whoever stores no page for
 * MAX_IDLE_MS loses it when it next expires. The times are in memory only, because each page would cost a row more; an
 * eviction of the object gives a holder the whole time again.
 */
import { MINUTE_MS } from "../../shared/time.ts";

/** Far above the time-out of a page and the wait for a permit, so that an outage of the ingest takes no lease. */
export const MAX_IDLE_MS = 15 * MINUTE_MS;

export class LeaseProgress {
  readonly #movedAt = new Map<string, number>();

  /** The keyword was claimed, a page was stored or a pending page was settled. */
  moved(id: string, now: number): void {
    this.#movedAt.set(id, now);
  }

  isIdle(id: string, now: number): boolean {
    const movedAt = this.#movedAt.get(id);
    if (movedAt === undefined) this.moved(id, now);
    return movedAt !== undefined && now - movedAt > MAX_IDLE_MS;
  }

  /** The lease ended. */
  forget(id: string): void {
    this.#movedAt.delete(id);
  }
}
