/**
 * Coverage (X6): share of what the site reported that was really stored. Null when nothing was reported yet;
 * over 1 when the site reports fewer than it shows.
 */
export const coverage = (distinct: number, reported: number | null): number | null =>
  reported ? distinct / reported : null;
