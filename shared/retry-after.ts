/** The three forms of an HTTP date (RFC 9110, 5.6.7) begin with the day of the week; all are in GMT. */
const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? .*\d{2}:\d{2}:\d{2}/;

/**
 * Reads a Retry-After header (RFC 9110, 10.2.3): seconds, or an HTTP date.
 * @param value the header; null or undefined without one
 * @param now Unix ms that a date is compared with: the time of the answer
 * @returns milliseconds from `now`; null without a header, for one that is neither, and for a date that is not to
 * come, so that the caller waits as it does without a header
 */
export function readRetryAfter(value: string | null | undefined, now: number): number | null {
  const text = value?.trim();
  if (!text) return null;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  if (!HTTP_DATE.test(text)) return null;
  const at = Date.parse(/GMT$|UTC$|[+-]\d{4}$/.test(text) ? text : `${text} GMT`);
  return at > now ? at - now : null;
}
