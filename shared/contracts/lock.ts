/** Calls of Lock (C1): one object for each lock name. */
export interface LockGrant {
  owner: string;
  /** Grows with every acquisition of this lock; compare it at the resource. */
  fence: number;
  /** Unix ms. */
  expires_at: number;
}
export type LockAnswer = { ok: true; grant: LockGrant } | { ok: false; held_by: string; expires_at: number };

export interface LockApi {
  /** An owner that acquires the lock again while holding it gets the same fence and a later expiry. */
  acquire(owner: string, ttlMs: number): Promise<LockAnswer>;
  renew(owner: string, fence: number, ttlMs: number): Promise<LockAnswer>;
  /** @returns false when owner or fence do not hold the lock any more */
  release(owner: string, fence: number): Promise<boolean>;
  status(): Promise<LockGrant | null>;
}
