/** Checks that apply to the answers of every platform before its own envelope is read (X5). */
import type { Outcome } from "../contracts/platform.ts";
import type { Result } from "../result.ts";
import { readRetryAfter } from "../retry-after.ts";
import { DAY_MS } from "../time.ts";
import type { DetailAnswer, ListAnswer, RawAnswer } from "./adapter.ts";
import { hasLargeKey } from "./key-problem.ts";
import { type Fields, isFields } from "./read.ts";

export interface Failure {
  outcome: Outcome;
  reason: string;
  retryAfterMs: number | null;
}

export type Checked<T> = Result<T, { failure: Failure }>;

/** The site's own message may be as long as its answer; it goes into the timeline, the logs and a header. */
const MAX_REASON_CHARS = 300;

export function fail(outcome: Outcome, reason: string, retryAfterMs: number | null = null): Failure {
  return { outcome, reason: reason.slice(0, MAX_REASON_CHARS).toWellFormed(), retryAfterMs };
}

/**
 * The answer's Retry-After, milliseconds; null without one that names a time to come: all tries would follow at once on a
 * 0. A date is compared with the answer's own Date header, so that a wrong local clock does not matter. At most one
 * day: after a longer ban a person has to act.
 */
export function retryAfterOf(headers: Record<string, string>): number | null {
  const sent = Date.parse(headers.date ?? "");
  const ms = readRetryAfter(headers["retry-after"], Number.isNaN(sent) ? Date.now() : sent);
  return ms === null || ms === 0 ? null : Math.min(ms, DAY_MS);
}

/** @returns null for a 2xx answer, else the meaning of its status; an unexpected status counts as blocked */
export function statusFailure(answer: RawAnswer): Failure | null {
  const { status } = answer;
  if (status >= 200 && status < 300) return null;
  const reason = `HTTP ${status}`;
  if (status === 429) return fail("throttled", reason, retryAfterOf(answer.headers));
  if (status === 408) return fail("network", reason);
  if (status >= 500) return fail("server", reason, retryAfterOf(answer.headers));
  if (status === 401) return fail("login-needed", reason);
  return fail("blocked", reason);
}

/**
 * Reads the body as a JSON object. A page instead of JSON is a verification page: `blocked`. A body that is empty, or
 * begins like JSON and ends early, was cut off: `network`, so it is retried.
 */
export function readJson(answer: RawAnswer): Checked<Fields> {
  const failure = statusFailure(answer);
  if (failure) return { ok: false, failure };
  const body = answer.body.trimStart();
  if (body.startsWith("<")) return { ok: false, failure: fail("blocked", "a page where JSON was due") };
  if (body === "") return { ok: false, failure: fail("network", "empty body") };
  const undecoded = undecodedFailure(body);
  if (undecoded) return { ok: false, failure: undecoded };
  try {
    const value: unknown = JSON.parse(body);
    if (isFields(value)) return { ok: true, value };
    return { ok: false, failure: fail("blocked", "JSON, but not an object") };
  } catch {
    const cut = body.startsWith("{") || body.startsWith("[");
    return {
      ok: false,
      failure: cut ? fail("network", "JSON cut short") : fail("blocked", "neither JSON nor a page"),
    };
  }
}

/** Bytes that the encoding does not have; a posting may show a few, in a text that was damaged before it was posted. */
const MAX_UNDECODED = 3;
/** In a long list the postings' own damaged texts add up; a page in another encoding has far more. */
const CHARS_PER_UNDECODED = 1000;

/** The failure of a body that was sent in an encoding that it does not declare; null for a readable one. */
function undecodedFailure(body: string): Failure | null {
  const allowed = Math.max(MAX_UNDECODED, body.length / CHARS_PER_UNDECODED);
  let found = 0;
  for (let at = body.indexOf("\ufffd"); at >= 0; at = body.indexOf("\ufffd", at + 1)) {
    if (++found > allowed) return fail("schema-drift", "the text is not in the encoding that it declares");
  }
  return null;
}

/** Reads the body as an HTML page; a JSON body instead of it is a refusal. */
export function readHtml(answer: RawAnswer): Checked<string> {
  const failure = statusFailure(answer);
  if (failure) return { ok: false, failure };
  const body = answer.body.trimStart();
  if (body === "") return { ok: false, failure: fail("network", "empty body") };
  if (!body.startsWith("<")) return { ok: false, failure: fail("blocked", "no page where one was due") };
  const undecoded = undecodedFailure(body);
  if (undecoded) return { ok: false, failure: undecoded };
  return { ok: true, value: body };
}

/** The answer for a detail or company that does not exist any more: a true zero and not a refusal. */
export const goneDetail = (reason: string): DetailAnswer => ({
  outcome: "true-zero",
  reason,
  retryAfterMs: null,
  item: null,
});

/** Reads the status of a detail or company page. A 404 for a list is unexpected and counts as blocked. */
export function gone(answer: RawAnswer): DetailAnswer | null {
  return answer.status === 404 || answer.status === 410 ? goneDetail(`HTTP ${answer.status}`) : null;
}

export function failedList(failure: Failure): ListAnswer {
  return { ...failure, items: [], total: null, last: false };
}

export function failedDetail(failure: Failure): DetailAnswer {
  return { ...failure, item: null };
}

/** The answer for a good end without rows. */
export function emptyList(outcome: "true-zero" | "past-end", total: number | null): ListAnswer {
  return { outcome, reason: null, retryAfterMs: null, items: [], total, last: true };
}

/** The answer with the rows of a page. When no row has a key, the site has renamed the key's field: `schema-drift`. */
export function filledList(
  items: unknown[],
  total: number | null,
  last: boolean,
  key: { field: string; of: (raw: unknown) => string | null },
): ListAnswer {
  if (!items.some((item) => key.of(item) !== null))
    return failedList(missingKey(key.field, items[0], key.of));
  return { outcome: "ok", reason: null, retryAfterMs: null, items, total, last };
}

/** The failure of a posting in which `keyOf` finds no key under `field`. */
export function missingKey(field: string, raw: unknown, keyOf: (raw: unknown) => string | null): Failure {
  return hasLargeKey(raw, keyOf)
    ? fail("schema-drift", `${field} is too large to be exact as a number`)
    : missing(field);
}

/** The failure of a known envelope that lacks a field it always had. */
export function missing(field: string): Failure {
  return fail("schema-drift", `${field} is missing or has another type`);
}
