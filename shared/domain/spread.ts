/** Sums up measured times. */
export interface Spread {
  mean_ms: number;
  p95_ms: number;
}

/** How far back times and outcomes are measured. */
export const MEASURED_MS = 15 * 60_000;

/** @returns the mean and the 95 % point by nearest rank; null without a value */
export function spreadOf(valuesMs: readonly number[]): Spread | null {
  if (valuesMs.length === 0) return null;
  const sorted = [...valuesMs].sort((a, b) => a - b);
  const sum = sorted.reduce((total, value) => total + value, 0);
  return {
    mean_ms: sum / sorted.length,
    p95_ms: sorted[Math.ceil(sorted.length * 0.95) - 1] as number,
  };
}
