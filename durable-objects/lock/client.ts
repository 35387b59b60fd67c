import { proxyDurable } from "itty-durable/proxy-durable.js";
import type { LockAnswer, LockApi, LockGrant } from "../../shared/contracts/lock.ts";
import { DAY_MS } from "../../shared/time.ts";

/** Longest lease of a lock. */
const MAX_TTL_MS = DAY_MS;

/** Object name of a lock. The prefix keeps a lock's name from being taken for an object id. */
export function lockName(name: string): string {
  return `lock:${encodeURIComponent(name)}`;
}

/**
 * The lock of this name, across isolates and machines. Names and owners may contain any characters.
 * @throws RangeError for an empty name or owner, or a time that is not 1 ms to 24 h
 */
export function lock(env: Env, name: string): LockApi {
  if (name === "") throw new RangeError("a lock needs a name");
  const stub = proxyDurable(env.LOCK, { parse: true }).get(lockName(name));
  return {
    acquire: async (owner, ttlMs) => decodeAnswer(await stub.acquire(encodeOwner(owner), checkedTtl(ttlMs))),
    renew: async (owner, fence, ttlMs) =>
      decodeAnswer(await stub.renew(encodeOwner(owner), fence, checkedTtl(ttlMs))),
    release: async (owner, fence) => {
      const { released }: { released: boolean } = await stub.release(encodeOwner(owner), fence);
      return released;
    },
    status: async () => {
      const { grant }: { grant: LockGrant | null } = await stub.status();
      return grant && decodeGrant(grant);
    },
  };
}

// A call travels in a header, which carries ASCII only.
function encodeOwner(owner: string): string {
  if (owner === "") throw new RangeError("a lock needs an owner");
  return encodeURIComponent(owner);
}

function decodeGrant(grant: LockGrant): LockGrant {
  return { ...grant, owner: decodeURIComponent(grant.owner) };
}

function decodeAnswer(answer: LockAnswer): LockAnswer {
  if (answer.ok) return { ok: true, grant: decodeGrant(answer.grant) };
  return { ...answer, held_by: decodeURIComponent(answer.held_by) };
}

function checkedTtl(ttlMs: number): number {
  if (!(ttlMs >= 1 && ttlMs <= MAX_TTL_MS))
    throw new RangeError(`a lock is held 1 ms to 24 h, not ${ttlMs} ms`);
  return ttlMs;
}
