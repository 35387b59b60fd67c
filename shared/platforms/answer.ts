/** What every platform's answer is checked for before its own envelope is read (X5). */
import type { Outcome } from "../contracts/platform.ts";
import type { Result } from "../result.ts";
import { readRetryAfter } from "../retry-after.ts";
import { DAY_MS } from "../time.ts";
import type { DetailAnswer, ListAnswer, RawAnswer } from "./adapter.ts";
import { type Fields, isFields } from "./read.ts";

export interface Failure {
  outcome: Outcome;
  reason: string;
  retryAfterMs: number | null;
}

export type Checked<T> = Result<T, { failure: Failure }>;

export function fail(outcome: Outcome, reason: string, retryAfterMs: number | null = null): Failure {
  return { outcome, reason, retryAfterMs };
}

/**
 * The answer's Retry-After, milliseconds. A date is taken against the answer's own Date header, so that a clock that
 * is off does no harm. At most one day: a longer ban is a person's matter.
 */
export function retryAfterOf(headers: Record<string, string>): number | null {
  const sent = Date.parse(headers.date ?? "");
  const ms = readRetryAfter(headers["retry-after"], Number.isNaN(sent) ? Date.now() : sent);
  return ms === null ? null : Math.min(Math.max(ms, 0), DAY_MS);
}

/** Null for a 2xx answer; else what its status means. A status nobody expects counts as blocked. */
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
 * The body as a JSON object. A page where JSON was due is a verification page: blocked. A body that begins
 * like JSON and ends early, or is empty, was cut on the way: network, so it is fetched again.
 */
export function readJson(answer: RawAnswer): Checked<Fields> {
  const failure = statusFailure(answer);
  if (failure) return { ok: false, failure };
  const body = answer.body.trimStart();
  if (body.startsWith("<")) return { ok: false, failure: fail("blocked", "a page where JSON was due") };
  if (body === "") return { ok: false, failure: fail("network", "empty body") };
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

/** An HTML page; a JSON body in its place is the platform's way to refuse. */
export function readHtml(answer: RawAnswer): Checked<string> {
  const failure = statusFailure(answer);
  if (failure) return { ok: false, failure };
  const body = answer.body.trimStart();
  if (body === "") return { ok: false, failure: fail("network", "empty body") };
  if (!body.startsWith("<")) return { ok: false, failure: fail("blocked", "no page where one was due") };
  return { ok: true, value: body };
}

/**
 * A detail or company that is no longer there: a true zero, not a refusal. Of a list, 404 stays unknown and
 * so counts as blocked.
 */
export function gone(answer: RawAnswer): DetailAnswer | null {
  if (answer.status !== 404 && answer.status !== 410) return null;
  return { outcome: "true-zero", reason: `HTTP ${answer.status}`, retryAfterMs: null, item: null };
}

export function failedList(failure: Failure): ListAnswer {
  return { ...failure, items: [], total: null, last: false };
}

export function failedDetail(failure: Failure): DetailAnswer {
  return { ...failure, item: null };
}

/** A good end without rows. */
export function emptyList(outcome: "true-zero" | "past-end", total: number | null): ListAnswer {
  return { outcome, reason: null, retryAfterMs: null, items: [], total, last: true };
}

/** Rows of a page, unless not one of them has a key: then the key's field was renamed. */
export function filledList(
  items: unknown[],
  total: number | null,
  last: boolean,
  key: { field: string; of: (raw: unknown) => string | null },
): ListAnswer {
  if (!items.some((item) => key.of(item) !== null)) return failedList(missing(key.field));
  return { outcome: "ok", reason: null, retryAfterMs: null, items, total, last };
}

/** A known envelope without a field it always had. */
export function missing(field: string): Failure {
  return fail("schema-drift", `${field} is missing or has another type`);
}
