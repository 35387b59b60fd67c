/** When a crawl of a search counts as complete, so that it may close what it did not show (X11). */

/** Postings that a run must have met of those that the site reported: lists move while they are read. */
export const MIN_COMPLETE_SHARE = 0.98;
