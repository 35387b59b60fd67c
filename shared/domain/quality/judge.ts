/**
 * Decides whether a batch is far off its baseline (X14). The rows of a page resemble each other, because one search or one
 * employer brought them, so a count is compared with a beta-binomial distribution and not with a binomial one. A batch is
 * off only where chance is excluded and the difference is large: a person has to look at each.
 */
import type { FilterDimension } from "../../contracts/platform.ts";
import type { FieldBaseline, QualityBaseline, QualityFinding } from "../../contracts/quality.ts";
import { betaBinomialTail } from "./beta-binomial.ts";
import { QUALITY_FIELDS } from "./quality-fields.ts";
import type { BatchQuality, FieldCounts } from "./tally.ts";

/** How the rows of a batch were asked for. */
export interface BatchOrigin {
  hasKeyword: boolean;
  /** Filters that the search was split by; null where nobody knows, as for what others upload. */
  filters: readonly FilterDimension[] | null;
}

export interface QualityLimits {
  /** Smaller batches are not judged: a page of a rare search may have anything. */
  minRows: number;
  /** Difference of the shares that matters. */
  minEffect: number;
  /** Chance of a page as far off by accident. */
  maxChance: number;
}

/**
 * With 250,000 pages a day of 20 fields each, this chance would give some fifteen false alarms a day if fields were
 * independent; measurements gave none.
 */
export const QUALITY_LIMITS: QualityLimits = { minRows: 15, minEffect: 0.5, maxChance: 3e-6 };

/**
 * The likeness of a baseline is taken within these bounds: below them a page of one employer would be off, above them
 * nothing ever would.
 */
const MIN_RHO = 0.1;
/** The lower bound is higher for fields that differ from search to search: a city without districts fills none. */
const MIN_RHO_OF_OTHERS = 0.25;
const MAX_RHO = 0.5;
/** A required field is judged by this too: a baseline that has been worse for long must not hide a fault. */
const REQUIRED: FieldBaseline = { missing: 0.02, unread: 0.02, rho: 0.15, low: null, high: null };
/** A median is off beyond the baseline's outermost rows by this factor: the salary of a page of directors is within it. */
const RANGE_FACTOR = 1.5;
/** The factor is larger where a filter may have chosen the highest salaries. */
const WIDE_RANGE_FACTOR = 3;
/** Fields whose range is judged: the age of postings differs from search to search. */
const RANGED: ReadonlySet<string> = new Set(["salary"]);
/** Share of rows with one title that no search explains. */
const SAME_SHARE = 0.9;
/** Outside a search nothing tells whether a title was asked for. */
const MIN_SAME_ROWS_UNASKED = 50;

/** No share is taken to be 0: a baseline of some thousand rows cannot tell. */
const MIN_SHARE = 0.002;

/** @returns what is off, the farthest first; empty for an ordinary batch */
export function judgeBatch(
  batch: BatchQuality,
  baseline: QualityBaseline,
  { hasKeyword, filters }: BatchOrigin,
  limits: QualityLimits = QUALITY_LIMITS,
): QualityFinding[] {
  if (batch.rows < limits.minRows) return [];
  const findings = QUALITY_FIELDS[baseline.data_type].flatMap(({ name, isRequired, isCore, filter }) => {
    const counts = batch.fields[name];
    const ordinary = baseline.fields[name];
    if (!counts || counts.rows < limits.minRows) return [];
    if (filter !== null && filters?.includes(filter)) return [];
    // Whether an employer names its size or its salaries is one decision, not one of each posting.
    if (batch.isOneCompany && (!isCore || filter !== null)) return [];
    const range = ordinary ? judgeRange(name, counts, ordinary, filters, limits) : [];
    if (filter !== null && filter !== "salary" && filters === null) return range;
    const found = ordinary ? judgeShares(name, counts, withRho(ordinary, isCore), limits) : [];
    return [
      ...range,
      ...(found.length === 0 && isRequired ? judgeShares(name, counts, REQUIRED, limits) : found),
    ];
  });
  const same = judgeTitles(batch, hasKeyword, limits);
  return [...findings, ...(same ? [same] : [])].sort((a, b) => distanceOf(b) - distanceOf(a));
}

const distanceOf = ({ kind, rows, off, expected }: QualityFinding): number =>
  kind === "range" ? 1 : off / rows - (expected ?? 0);

function judgeShares(
  field: string,
  { rows, filled, unread }: FieldCounts,
  ordinary: FieldBaseline,
  limits: QualityLimits,
): QualityFinding[] {
  const kinds = [
    { kind: "missing", off: rows - filled - unread, expected: ordinary.missing },
    { kind: "unread", off: unread, expected: ordinary.unread },
  ] as const;
  return kinds
    .filter(({ off, expected }) => isFar(off, rows, expected, ordinary.rho, limits))
    .map((kind) => ({ field, rows, ...kind, median: null, low: null, high: null }));
}

function judgeRange(
  field: string,
  { median, numbers: rows }: FieldCounts,
  ordinary: FieldBaseline,
  filters: BatchOrigin["filters"],
  { minRows }: QualityLimits,
): QualityFinding[] {
  if (!RANGED.has(field) || median === null || rows < minRows) return [];
  const factor = filters === null ? WIDE_RANGE_FACTOR : RANGE_FACTOR;
  const low = ordinary.low === null ? null : ordinary.low / factor;
  const high = ordinary.high === null ? null : ordinary.high * factor;
  const isOff = (low !== null && median < low) || (high !== null && median > high);
  return isOff ? [{ field, kind: "range", rows, off: rows, expected: null, median, low, high }] : [];
}

const withRho = (baseline: FieldBaseline, isCore: boolean): FieldBaseline => ({
  ...baseline,
  rho: Math.max(baseline.rho, isCore ? MIN_RHO : MIN_RHO_OF_OTHERS),
});

function isFar(off: number, rows: number, expected: number, rho: number, limits: QualityLimits): boolean {
  if (off / rows - expected < limits.minEffect) return false;
  const p = Math.min(1 - MIN_SHARE, Math.max(MIN_SHARE, expected));
  return betaBinomialTail(off, rows, p, Math.min(MAX_RHO, rho)) <= limits.maxChance;
}

function judgeTitles(
  { rows, topTitle, isOneCompany }: BatchQuality,
  hasKeyword: boolean,
  { minRows }: QualityLimits,
): QualityFinding | null {
  if (topTitle === null || topTitle.isSearched || isOneCompany || topTitle.rows < SAME_SHARE * rows)
    return null;
  if (rows < (hasKeyword ? minRows : MIN_SAME_ROWS_UNASKED)) return null;
  const nothing = { median: null, low: null, high: null };
  return { field: "title", kind: "same", rows, off: topTitle.rows, expected: 0, ...nothing };
}
