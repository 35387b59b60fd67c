/** One leased keyword: until when this node holds it, and whether it still does. */
import type { Claim } from "../../../../shared/contracts/keyword-ledger.ts";
import { StaleLease } from "../../../../shared/crawl/request-page.ts";

export class Lease {
  readonly claim: Claim;
  readonly leaseMs: number;
  /** Unix ms of the call that got the lease. */
  readonly since: number;
  /** Unix ms by our own clock, counted from the call that got or renewed the lease. */
  until: number;
  /** Pages stored since the claim. */
  pages = 0;
  rows = 0;
  /** Reason of a give-back that the engine does not know. */
  giveBackReason: string | null = null;
  #lost: string | null = null;

  constructor(claim: Claim, leaseMs: number, askedAt: number) {
    this.claim = claim;
    this.leaseMs = leaseMs;
    this.since = askedAt;
    this.until = askedAt + leaseMs;
  }

  renewed(askedAt: number): void {
    this.until = Math.max(this.until, askedAt + this.leaseMs);
  }

  lose(reason: string): void {
    this.#lost ??= reason;
  }

  get lost(): string | null {
    return this.#lost;
  }

  isAlive(now: number): boolean {
    return this.#lost === null && now < this.until;
  }

  /** @throws StaleLease */
  check(): void {
    if (this.#lost !== null) throw new StaleLease(this.#lost);
  }
}
