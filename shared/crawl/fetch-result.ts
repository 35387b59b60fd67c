import type { RawAnswer } from "../platforms/adapter.ts";

/**
 * An answer of the site, or the reason why there is none. With `retryInMs` no request was sent, because no browser
 * or route was free; a retry makes sense after this time.
 */
export type FetchResult = { ok: true; answer: RawAnswer } | { ok: false; reason: string; retryInMs?: number };
