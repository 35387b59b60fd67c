/** Rules of one lock, pure: owner, end, fence. */
import type { LockAnswer, LockGrant } from "../../shared/contracts/lock.ts";

export interface LockState {
  owner: string | null;
  /** Fence of the last acquisition; it only grows. */
  fence: number;
  /** Unix ms. */
  expiresAt: number;
}

export function newLock(): LockState {
  return { owner: null, fence: 0, expiresAt: 0 };
}

/** The current holder of the lock; null without one. */
export function holderOf(lock: LockState, now: number): LockGrant | null {
  const { owner, fence, expiresAt } = lock;
  return owner !== null && expiresAt > now ? { owner, fence, expires_at: expiresAt } : null;
}

/** Takes a free lock, or extends the owner's own. Changes `lock`. */
export function acquire(lock: LockState, owner: string, ttlMs: number, now: number): LockAnswer {
  const holder = holderOf(lock, now);
  if (holder && holder.owner !== owner) {
    return { ok: false, held_by: holder.owner, expires_at: holder.expires_at };
  }
  if (!holder) lock.fence += 1;
  lock.owner = owner;
  lock.expiresAt = Math.max(holder?.expires_at ?? 0, now + ttlMs);
  return { ok: true, grant: { owner, fence: lock.fence, expires_at: lock.expiresAt } };
}

/**
 * Extends a lock that is still held under this fence; an expired one stays lost, even when nobody took it. Changes
 * `lock`. The refusal names the holder, with an empty name when there is none.
 */
export function renew(lock: LockState, owner: string, fence: number, ttlMs: number, now: number): LockAnswer {
  const holder = holderOf(lock, now);
  if (holder?.owner === owner && holder.fence === fence) return acquire(lock, owner, ttlMs, now);
  return { ok: false, held_by: holder?.owner ?? "", expires_at: holder?.expires_at ?? lock.expiresAt };
}

/** Releases the lock. Changes `lock`. @returns false when owner or fence no longer hold it */
export function release(lock: LockState, owner: string, fence: number, now: number): boolean {
  const holder = holderOf(lock, now);
  if (holder?.owner !== owner || holder.fence !== fence) return false;
  lock.owner = null;
  lock.expiresAt = now;
  return true;
}
