/**
 * Principals by credential, in the memory of one isolate. An entry is void after `TRUST_MS`, and all of them at once
 * when this isolate writes anything about users, roles, permissions, departments, sessions or keys. So a change
 * holds at once where it was made and within `TRUST_MS` everywhere.
 */
import type { Principal } from "./principal.ts";

export const TRUST_MS = 5000;
/** A flood of valid credentials must not fill the memory. */
const MOST_ENTRIES = 5000;

interface Entry {
  principal: Principal;
  until: number;
}

export class PrincipalCache {
  readonly #entries = new Map<string, Entry>();
  /** Grows with each `clear`: a principal read before it must not be put in after it. */
  #age = 0;

  /** @param now Unix ms */
  get(credential: string, now: number): Principal | null {
    const entry = this.#entries.get(credential);
    if (!entry) return null;
    if (entry.until > now) return entry.principal;
    this.#entries.delete(credential);
    return null;
  }

  /** @param load reads the principal; null is not kept: a wrong credential is looked up each time */
  async load(
    credential: string,
    now: number,
    load: () => Promise<{ principal: Principal; expiresAt: number | null } | null>,
  ): Promise<Principal | null> {
    const known = this.get(credential, now);
    if (known) return known;
    const age = this.#age;
    const found = await load();
    if (!found) return null;
    if (age === this.#age) {
      if (this.#entries.size >= MOST_ENTRIES) this.#entries.clear();
      const until = Math.min(now + TRUST_MS, found.expiresAt ?? Number.POSITIVE_INFINITY);
      this.#entries.set(credential, { principal: found.principal, until });
    }
    return found.principal;
  }

  clear(): void {
    this.#age += 1;
    this.#entries.clear();
  }
}
