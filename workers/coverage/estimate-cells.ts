/** Turns what ClickHouse counted into the figures of a cell. */
import {
  type CaptureCounts,
  type CoverageEstimate,
  estimateCoverage,
  HALF_SAMPLES,
} from "../../shared/domain/capture-recapture.ts";
import type { CaptureCountsRow } from "../clickhouse/queries/capture-counts.ts";
import type { CoverageCell } from "../clickhouse/queries/coverage-cells.ts";

/**
 * Postings of a cell that are looked at, at most twice as many: of more, one in `modulusOf` by the hash of its key. The
 * estimate then moves by about 1 %, far within its interval, and the work per cell stays the same at any size.
 */
const MAX_SAMPLED = 5000;

/** @returns a power of two */
export const modulusOf = (held: number): number =>
  2 ** Math.max(0, Math.floor(Math.log2(held / MAX_SAMPLED)));

export interface CellFigures extends CoverageCell {
  keywords: number;
  recaptures: number;
  sampled: number;
  estimate: { total: number; low: number; high: number; share: number } | null;
  reason: CoverageEstimate["reason"];
}

/** @param row null where no keyword found anything in the cell */
export function cellFigures(cell: CoverageCell, row: CaptureCountsRow | null): CellFigures {
  const { held } = cell;
  const sampled = modulusOf(held);
  const keywords = row?.keywords ?? 0;
  const recaptures = (row?.recaptures ?? 0) * sampled;
  const counts = (bit: number, share: number): CaptureCounts => {
    const at = (values: readonly number[] | undefined) => (values?.[bit] ?? 0) * sampled;
    return {
      keywords: Math.floor((keywords - (row?.large_keywords ?? 0)) * share),
      certain: at(row?.certain) + withoutKeyword,
      foundBy: [at(row?.found_1), at(row?.found_2), at(row?.found_3), at(row?.found_4), at(row?.found_5)],
    };
  };
  const captured = sampled * ((row?.certain[HALF_SAMPLES] ?? 0) + (row?.found_1[HALF_SAMPLES] ?? 0));
  // Rows posted from outside a run name no keyword; they are held all the same.
  const withoutKeyword = Math.max(0, held - captured);
  const full = counts(HALF_SAMPLES, 1);
  const halves = Array.from({ length: HALF_SAMPLES }, (_, bit) => counts(bit, 0.5));
  const { reason, total, low, high } = estimateCoverage(keywords, recaptures, full, halves);
  // A caller who is told of few recaptures is shown those that the reason is about.
  const told = reason === "few-recaptures" ? Math.min(recaptures, full.foundBy[1]) : recaptures;
  const figures = { ...cell, keywords, recaptures: Math.min(told, held), sampled, reason };
  if (reason !== null) return { ...figures, estimate: null };
  // The sample tells what is not held; how much is held is known.
  const offset = held - (full.certain + full.foundBy[0]);
  return {
    ...figures,
    estimate: {
      total: total + offset,
      low: Math.max(held, low + offset),
      high: high + offset,
      share: held / Math.max(1, total + offset),
    },
  };
}
