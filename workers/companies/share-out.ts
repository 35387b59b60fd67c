/**
 * Shares a limit out among those who want some of it: each gets the same, and what one does not want goes to the others.
 * @param wanted what each could use
 * @returns what each gets, in the same order; together at most `limit`
 */
export function shareOut(limit: number, wanted: readonly number[]): number[] {
  const shares = wanted.map(() => 0);
  let left = limit;
  // Who wants least is served first, so that the rest is known for the others.
  const order = [...wanted.keys()].sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  for (const [served, at] of order.entries()) {
    const share = Math.min(wanted[at] ?? 0, Math.ceil(left / (order.length - served)), left);
    shares[at] = share;
    left -= share;
  }
  return shares;
}
