/** The standard normal distribution and Student's t, as far as tests and intervals need them. */

/**
 * Chance of a value at least as far from 0 as `z`, on both sides. Complementary error function by the rational
 * approximation of W. J. Cody's kind in Numerical Recipes (erfcc), relative error below 1.2e-7.
 */
export function twoSidedP(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + x / 2);
  const series = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
    -0.82215223, 0.17087277,
  ];
  const sum = series.reduceRight((rest, coefficient) => coefficient + t * rest, 0);
  return Math.min(1, t * Math.exp(-x * x + sum));
}

/** 97.5 % point of the standard normal distribution. */
const Z_95 = 1.959963984540054;

/**
 * 97.5 % point of Student's t, by the expansion of Cornish and Fisher.
 * @param degrees of freedom, at least 3; below 1 % off there, exact for many
 */
export function tQuantile95(degrees: number): number {
  const z = Z_95;
  const v = Math.max(3, degrees);
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92_160,
  ];
  return terms.reduce((sum, term, at) => sum + term / v ** (at + 1), z);
}

/**
 * Chances corrected for so many tests: the share of false ones among those at or below it (Benjamini and Hochberg, 1995).
 * @returns in the order of `chances`
 */
export function falseDiscovery(chances: readonly number[]): number[] {
  const order = chances
    .map((_, at) => at)
    .toSorted((one, other) => (chances[other] ?? 0) - (chances[one] ?? 0));
  const corrected = new Array<number>(chances.length).fill(1);
  let minimum = 1;
  for (const [at, index] of order.entries()) {
    const rank = chances.length - at;
    minimum = Math.min(minimum, ((chances[index] ?? 1) * chances.length) / rank);
    corrected[index] = minimum;
  }
  return corrected;
}
