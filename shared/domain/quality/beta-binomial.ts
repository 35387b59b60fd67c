/** The beta-binomial distribution: counts of rows that resemble each other, such as those of one page. */

/** Coefficients of Lanczos (g = 7, n = 9), relative error below 1e-14. */
const LANCZOS = [
  0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406,
  12.507343278686905, -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
];

/** Natural logarithm of the gamma function. @param x above 0 */
function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const z = x - 1;
  const base = z + 7.5;
  const sum = LANCZOS.reduce((total, coefficient, i) =>
    i === 0 ? coefficient : total + coefficient / (z + i),
  );
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(base) - base + Math.log(sum);
}

const logBeta = (a: number, b: number) => logGamma(a) + logGamma(b) - logGamma(a + b);

/**
 * Chance of at least `k` of `n` rows, where each has the chance `p` and two rows of the batch are correlated by `rho`.
 * With a = p(1 - rho)/rho and b = (1 - p)(1 - rho)/rho it is the sum over i >= k of C(n, i) B(i + a, n - i + b) / B(a, b).
 * @param p and @param rho strictly between 0 and 1
 */
export function betaBinomialTail(k: number, n: number, p: number, rho: number): number {
  const scale = (1 - rho) / rho;
  const [a, b] = [p * scale, (1 - p) * scale];
  const base = logGamma(n + 1) - logBeta(a, b);
  let sum = 0;
  for (let i = Math.max(0, k); i <= n; i++) {
    sum += Math.exp(base - logGamma(i + 1) - logGamma(n - i + 1) + logBeta(i + a, n - i + b));
  }
  return Math.min(1, sum);
}
