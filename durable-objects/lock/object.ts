import { systemClock } from "../../shared/clock.ts";
import type { LockAnswer, LockGrant } from "../../shared/contracts/lock.ts";
import { IttyBase } from "../base/itty-object.ts";
import { acquire, holderOf, newLock, release, renew } from "./lease.ts";

/** One lock (C1), named by `lockName` of client.ts. It has no alarm: each call compares its end with the clock. */
export class Lock extends IttyBase {
  lock = newLock();
  /** Unix ms; tests set their own. */
  now: () => number = systemClock.now;

  async acquire(owner: string, ttlMs: number): Promise<LockAnswer> {
    const answer = acquire(this.lock, owner, ttlMs, this.now());
    await this.persist();
    return answer;
  }

  async renew(owner: string, fence: number, ttlMs: number): Promise<LockAnswer> {
    const answer = renew(this.lock, owner, fence, ttlMs, this.now());
    await this.persist();
    return answer;
  }

  async release(owner: string, fence: number): Promise<{ released: boolean }> {
    const released = release(this.lock, owner, fence, this.now());
    await this.persist();
    return { released };
  }

  async status(): Promise<{ grant: LockGrant | null }> {
    return { grant: holderOf(this.lock, this.now()) };
  }

  override getPersistable() {
    return { lock: this.lock };
  }
}
