/**
 * The market index (X19): how the number of postings moves, by searches that were read completely on both sides of each
 * step. Neither new keywords nor a blocked platform move it: a search counts only against itself.
 */

export const INDEX_METHOD = "matched-panel-7d-1";
/** A reading counts when at least this share of the postings that the site reported was read. */
export const MIN_INDEX_COVERAGE = 0.95;
/** Days over which a search's readings are averaged: it need not be read every day. */
export const TRAILING_DAYS = 7;

/** The step from the day before to a day. */
export interface PanelLink {
  day: string;
  /** Searches (platform, keyword, city) with complete readings over the trailing days of both. */
  cells: number;
  /** Sum over these searches of the postings that the site reported, trailing means. */
  before: number;
  after: number;
}

export interface IndexPoint {
  day: string;
  /** 100 on the first day; null where no search can be compared with the day before. */
  value: number | null;
  cells: number;
}

/**
 * Chains the steps into an index. After a day without a comparable search it goes on from its last value, so that a
 * change in such a gap is not in it.
 * @param days all days of the period in order, the base first
 */
export function chainIndex(days: readonly string[], links: readonly PanelLink[]): IndexPoint[] {
  const byDay = new Map(links.map((link) => [link.day, link]));
  let level = 100;
  return days.map((day, at) => {
    const link = byDay.get(day);
    if (at === 0) return { day, value: 100, cells: link?.cells ?? 0 };
    if (!link || link.before <= 0) return { day, value: null, cells: 0 };
    level *= link.after / link.before;
    return { day, value: level, cells: link.cells };
  });
}
