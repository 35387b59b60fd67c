/**
 * Boss's environment check: the search page contains a seed, its script computes a token from it and sets it as a cookie,
 * and the list requires the cookie. A client that runs no script is rejected.
 */
import { randomBytes } from "node:crypto";

const COOKIE = "__zp_stoken__";
const REMEMBERED_SEEDS = 10_000;

/** Runs here and, as source text, in the page. */
export function makeToken(seed: string): string {
  let hash = 0x811c9dc5;
  let token = "";
  for (let round = 0; round < 4; round++) {
    for (let index = 0; index < seed.length; index++)
      hash = Math.imul(hash ^ (seed.charCodeAt(index) + round), 0x01000193) >>> 0;
    token += hash.toString(16).padStart(8, "0");
  }
  return token;
}

export class Environment {
  readonly #tokens = new Set<string>();

  /** @returns the seed for a further page */
  open(): string {
    const seed = randomBytes(16).toString("hex");
    const oldest = this.#tokens.values().next();
    if (this.#tokens.size >= REMEMBERED_SEEDS && !oldest.done) this.#tokens.delete(oldest.value);
    this.#tokens.add(makeToken(seed));
    return seed;
  }

  passes(cookies: string | undefined): boolean {
    const token = new RegExp(`(?:^|;\\s*)${COOKIE}=([^;]+)`).exec(cookies ?? "")?.[1];
    return token !== undefined && this.#tokens.has(token);
  }
}

/** Script of the page: passes the check, then calls `load`. */
export const passingScript = (seed: string) =>
  `${makeToken.toString()}\ndocument.cookie = "${COOKIE}=" + makeToken(${JSON.stringify(seed)}) + "; path=/";`;
