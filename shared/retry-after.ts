/**
 * Reads a Retry-After header (RFC 9110, 10.2.3): seconds, or an HTTP date.
 * @param value the header; null or undefined without one
 * @param now Unix ms that a date is compared with: the time of the answer
 * @returns milliseconds from `now`, negative for a date past; null without a header, or for one that is neither
 */
export function readRetryAfter(value: string | null | undefined, now: number): number | null {
  const text = value?.trim();
  if (!text) return null;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at - now;
}
