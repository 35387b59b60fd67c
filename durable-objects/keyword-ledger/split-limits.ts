/** Bounds of a split search (X6): when splitting further finds nothing, or a run has too many parts. Pure. */
import type { RunLimit } from "../../shared/contracts/keyword.ts";

/** Bounds of one run, from the platform's settings. */
export interface RunLimits {
  /** Maximum number of rows that one query reaches on the site. */
  capRows: number;
  maxParts: number;
  maxPages: number;
  /** Full pages in a row without a posting that the run has not seen, after which it ends. */
  repeatPages: number;
}

export interface PartFigures {
  /** Total that the site reported; null before the first page. */
  reported: number | null;
  /** Last saved page. */
  page: number;
  rows: number;
  /** Postings that the part was the first of its run to show. */
  distinctKeys: number;
}

/** Children that show the parent again before the split counts as useless: one alone may really hold all of it. */
const USELESS_CHILDREN = 2;
/** A child repeats its parent's total from this share on: totals of a site vary a little from answer to answer. */
const SAME_TOTAL = 0.9;

/**
 * Whether the parts of a split search show the same as the whole. The codes of a filter exclude each other, so
 * two parts cannot both have nearly all of the whole, nor both begin with what the whole began with. A total at the
 * cap says nothing: the site cuts it off there.
 */
function isUselessSplit(parent: PartFigures, children: readonly PartFigures[], capRows: number): boolean {
  const read = children.filter(({ page }) => page > 0);
  const { reported: whole } = parent;
  if (whole !== null && whole > capRows) {
    const same = read.filter(({ reported }) => (reported ?? 0) >= SAME_TOTAL * whole);
    if (same.length >= USELESS_CHILDREN) return true;
  }
  const known = read.filter(
    ({ rows, distinctKeys }) => rows > 0 && rows >= parent.rows && distinctKeys === 0,
  );
  return known.length >= USELESS_CHILDREN;
}

/**
 * Why a part must stay whole; null when it may be split.
 * @param count parts that the run has
 * @param added parts that the split would add
 */
export function refuseSplit(
  parent: PartFigures | null,
  siblings: readonly PartFigures[],
  { count, added }: { count: number; added: number },
  { capRows, maxParts }: RunLimits,
): RunLimit | null {
  if (parent && isUselessSplit(parent, siblings, capRows)) return "useless-split";
  return count + added > maxParts ? "max-parts" : null;
}
