/** Runs work under a lock that is renewed while it goes on. */
import type { LockApi } from "../shared/contracts/lock.ts";
import type { Logger } from "../shared/log.ts";

/** The lock is renewed at half of this, so that a crashed holder blocks others no longer. */
const LOCK_TTL_MS = 60_000;

/** What of a lock is needed to hold it. */
export type HeldLock = Pick<LockApi, "acquire" | "renew" | "release">;

/**
 * Runs work that need not be done twice, under a lock.
 * @returns what `work` returned, or that the holder of the lock does the same
 */
export async function runAlone<T>(
  lock: HeldLock,
  owner: string,
  logger: Pick<Logger, "warn">,
  work: () => Promise<T>,
): Promise<T | { skipped: "running elsewhere" }> {
  const held = await withLock(lock, owner, logger, work);
  return held.heldBy === null ? held.value : { skipped: "running elsewhere" };
}

/** @returns `heldBy`: the holder when the lock was not free; else what `work` returned */
export async function withLock<T>(
  lock: HeldLock,
  owner: string,
  logger: Pick<Logger, "warn">,
  work: (fence: number) => Promise<T>,
): Promise<{ heldBy: string } | { heldBy: null; value: T }> {
  const held = await lock.acquire(owner, LOCK_TTL_MS);
  if (!held.ok) return { heldBy: held.held_by };
  const { fence } = held.grant;
  const renewal = setInterval(
    () => void lock.renew(owner, fence, LOCK_TTL_MS).catch(() => {}),
    LOCK_TTL_MS / 2,
  );
  try {
    return { heldBy: null, value: await work(fence) };
  } finally {
    clearInterval(renewal);
    // The lock also expires by itself, so a failed release does not change the outcome.
    await lock.release(owner, fence).catch((error) => logger.warn("lock.kept", { error: String(error) }));
  }
}
