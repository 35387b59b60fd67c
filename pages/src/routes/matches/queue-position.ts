/** Positions in the list of pairs that wait. A pair is known by its key, because those before it leave the list. */

/** @returns the position of the pair that had the focus last; the first one when it has left the list */
export const positionOf = (keys: readonly string[], focused: string | undefined): number =>
  focused === undefined ? 0 : Math.max(0, keys.indexOf(focused));

/** @returns the position to look at once a pair is decided: the pair below it, or the one above the last pair */
export const afterDecision = (length: number, decided: number): number =>
  decided + 1 < length ? decided + 1 : decided - 1;
