/** Which keyword to search next: the one with most expected unseen postings per request. Pure. */

/** What the held postings say of a word that no keyword is yet. */
export interface KeywordCandidate {
  word: string;
  /** Held postings with the word in their title or skills. */
  held: number;
  /** The held postings that exactly one and exactly two keywords found. */
  foundOnce: number;
  foundTwice: number;
}

export interface SearchCost {
  /** Postings that one request brings. */
  pageSize: number;
  /** Postings that the site shows of one search at most. */
  capRows: number;
}

export interface RankedKeyword extends KeywordCandidate {
  /** Postings that its search is expected to bring and that are not held. */
  unseen: number;
  requests: number;
  unseenPerRequest: number;
}

/**
 * Estimates what a word's search would bring beyond what is held by the bias-corrected Chao2 (Chao 1987) of the postings
 * with that word: the more of them only one keyword found, the more none found. A search is cut at the site's cap.
 */
export function expectedGain(candidate: KeywordCandidate, { pageSize, capRows }: SearchCost): RankedKeyword {
  const { held, foundOnce, foundTwice } = candidate;
  // No fewer than one for a posting that was found once: a word seen once hides others with it.
  const unseen = (foundOnce * Math.max(foundOnce - 1, 1)) / (2 * (foundTwice + 1));
  const found = Math.min(held + unseen, capRows);
  // A search that is cut brings the unseen share of what it shows.
  const gained = (unseen * found) / Math.max(1, held + unseen);
  const requests = Math.max(1, Math.ceil(found / pageSize));
  return { ...candidate, unseen: gained, requests, unseenPerRequest: gained / requests };
}

/** The best first; of equal ones the more frequent, then by the word. */
export function rankKeywords(candidates: readonly KeywordCandidate[], cost: SearchCost): RankedKeyword[] {
  return candidates
    .map((candidate) => expectedGain(candidate, cost))
    .sort((a, b) => b.unseenPerRequest - a.unseenPerRequest || b.held - a.held || (a.word < b.word ? -1 : 1));
}
