/**
 * Coverage (X6): stored postings as a share of the total that the site reported. Null while no total was reported;
 * over 1 when the site reports fewer postings than it shows.
 */
export const coverage = (distinct: number, reported: number | null): number | null =>
  reported ? distinct / reported : null;
