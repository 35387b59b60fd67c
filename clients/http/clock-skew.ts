/** The difference of two clocks, from the Date header of an answer. */

/**
 * The date header has whole seconds: a difference within that second and the call's duration is no skew.
 * @param date of the answer, Unix ms
 * @returns lead of the server's clock over ours in milliseconds
 */
export function skewFrom(date: number, sentAt: number, receivedAt: number): number {
  if (date + 1000 < sentAt) return date + 1000 - sentAt;
  if (date > receivedAt) return date - receivedAt;
  return 0;
}
