/** Calls of Lock (C1): one object per lock name. */
export interface LockGrant {
  owner: string;
  /** Grows with every acquisition of this lock; compare it at the resource. */
  fence: number;
  /** Unix ms. */
  expiresAt: number;
}
export type LockAnswer = { ok: true; grant: LockGrant } | { ok: false; heldBy: string; expiresAt: number };

export interface LockApi {
  /** The owner asking again while it holds the lock gets the same fence, extended. */
  acquire(owner: string, ttlMs: number): Promise<LockAnswer>;
  renew(owner: string, fence: number, ttlMs: number): Promise<LockAnswer>;
  /** False when owner or fence no longer hold it. */
  release(owner: string, fence: number): Promise<boolean>;
  status(): Promise<LockGrant | null>;
}
