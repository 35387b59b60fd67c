/**
 * Principals by credential, in the memory of one isolate. An entry expires after `TRUST_MS`; all entries are dropped
 * when this isolate writes anything about users, roles, permissions, departments, sessions or keys. So a change
 * takes effect at once in the isolate that made it, and within `TRUST_MS` in all others.
 */
import QuickLRU from "quick-lru";
import type { Principal } from "./principal.ts";

const TRUST_MS = 5000;
/** A flood of valid credentials must not fill the memory: quick-lru keeps up to twice this. */
const MAX_ENTRIES = 2500;

interface Entry {
  principal: Principal;
  until: number;
}

export class PrincipalCache {
  readonly #entries = new QuickLRU<string, Entry>({ maxSize: MAX_ENTRIES });
  /** Incremented by `clear`: a principal read before it must not be stored after it. */
  #generation = 0;

  /** @param now Unix ms */
  get(credential: string, now: number): Principal | null {
    const entry = this.#entries.get(credential);
    if (!entry) return null;
    if (entry.until > now) return entry.principal;
    this.#entries.delete(credential);
    return null;
  }

  /** @param load reads the principal; null is not cached, so a wrong credential is looked up every time */
  async load(
    credential: string,
    now: number,
    load: () => Promise<{ principal: Principal; expiresAt: number | null } | null>,
  ): Promise<Principal | null> {
    const known = this.get(credential, now);
    if (known) return known;
    const generation = this.#generation;
    const found = await load();
    if (!found) return null;
    if (generation === this.#generation) {
      const until = Math.min(now + TRUST_MS, found.expiresAt ?? Number.POSITIVE_INFINITY);
      this.#entries.set(credential, { principal: found.principal, until });
    }
    return found.principal;
  }

  clear(): void {
    this.#generation += 1;
    this.#entries.clear();
  }
}
