/** Pairs of ids without an order, for instance of two that people keep apart. */
export interface PairSet {
  has(one: string, other: string): boolean;
  /** @returns true when the id has a pair with one that `isOther` holds for */
  hasAny(id: string, isOther: (other: string) => boolean): boolean;
}

export function pairSet(pairs: Iterable<readonly [one: string, other: string]>): PairSet {
  const partners = new Map<string, Set<string>>();
  const add = (one: string, other: string) => partners.set(one, (partners.get(one) ?? new Set()).add(other));
  for (const [one, other] of pairs) {
    add(one, other);
    add(other, one);
  }
  return {
    has: (one, other) => partners.get(one)?.has(other) ?? false,
    hasAny: (id, isOther) => [...(partners.get(id) ?? [])].some(isOther),
  };
}
