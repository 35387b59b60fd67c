/**
 * How long something lasts, when some still go on and the end of the others is only known to lie in an interval.
 *
 * The estimate is the nonparametric maximum likelihood one by self-consistency: B. W. Turnbull, Nonparametric estimation
 * of a survivorship function with doubly censored data, JASA 69 (1974), 169–173, and JRSS B 38 (1976), 290–295. Each end is
 * spread over its interval by the present estimate, the Kaplan–Meier product (JASA 53 (1958), 457–481) of the expected ends
 * gives the next one. Without intervals it is the Kaplan–Meier estimate itself. The band is M. Greenwood's variance (1926) of
 * the expected ends, cut off at 0 and 1: on the scale log(−log S) the first fractions of an end would make it useless.
 */

/**
 * `n` of the same kind that lasted more than `from` and at most `to`; null: they were seen until `from` and go on. Whoever
 * ended before the age `entered` would not have been counted (left truncation).
 */
export interface Observation {
  entered?: number;
  from: number;
  to: number | null;
  n: number;
}

export interface SurvivalPoint {
  share: number;
  low: number;
  high: number;
}

export interface SurvivalCurve {
  /** The share that lasts longer than a time, with the 95 % band. */
  at(time: number): SurvivalPoint;
  /**
   * The time by which a share has ended, with the 95 % interval (Brookmeyer and Crowley, Biometrics 38 (1982), 29–41).
   * Null where the curve, or the end of its band, does not get there.
   */
  quantile(ended: number): { days: number | null; low: number | null; high: number | null };
  /** The longest time at which any was seen. */
  lastSeen: number;
}

/** Standard normal quantile of a 95 % interval. */
const Z = 1.959964;
/** Steps of the iteration, and the change of the curve at which it ends. */
const MAX_STEPS = 1000;
const CLOSE = 1e-6;

/** First place in a sorted list whose value is not below. */
function placeOf(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @param observations of times 0 and above, in one unit */
export function estimateSurvival(observations: readonly Observation[]): SurvivalCurve {
  const ended = observations.filter((one): one is Observation & { to: number } => one.to !== null);
  const going = observations.filter(({ to }) => to === null);
  // Cell j holds the ends after ends[j - 1] and by ends[j].
  const ends = [...new Set(ended.flatMap(({ from, to }) => [from, to]))].toSorted(
    (one, other) => one - other,
  );
  const cells = ends.length;
  const spans = ended.map(({ from, to, n }) => {
    const last = placeOf(ends, to);
    return { first: Math.min(placeOf(ends, from) + 1, last), last, n };
  });
  // Who is seen until the end of a cell or later is at risk in it.
  const later = new Float64Array(cells + 1);
  for (const { from, n } of going) {
    const place = placeOf(ends, from + Number.EPSILON * Math.max(1, from));
    later[place] = (later[place] as number) + n;
  }
  const censored = new Float64Array(cells);
  // Nobody is at risk before the age at which it was first counted.
  const outside = new Float64Array(cells);
  for (const { entered = 0, n } of observations) {
    if (entered <= 0) continue;
    const place = placeOf(ends, entered + Number.EPSILON * entered);
    for (let cell = 0; cell < place; cell++) outside[cell] = (outside[cell] as number) + n;
  }
  let after = 0;
  for (let cell = cells - 1; cell >= 0; cell--) {
    after += later[cell + 1] as number;
    censored[cell] = after;
  }

  const survived = new Float64Array(cells);
  const variance = new Float64Array(cells);
  let mass: Float64Array = new Float64Array(cells).fill(1 / Math.max(1, cells));
  for (let step = 0; step < MAX_STEPS; step++) {
    const deaths = expectedEnds(spans, mass);
    const next = new Float64Array(cells);
    let atRisk = deaths.reduce((sum, value) => sum + value, 0);
    let share = 1;
    let greenwood = 0;
    let moved = 0;
    for (let cell = 0; cell < cells; cell++) {
      const risk = atRisk + (censored[cell] as number) - (outside[cell] as number);
      const gone = deaths[cell] as number;
      const left = risk <= 0 ? 1 : Math.max(0, 1 - gone / risk);
      next[cell] = share * (1 - left);
      share *= left;
      if (risk > gone) greenwood += gone / (risk * (risk - gone));
      moved = Math.max(moved, Math.abs(share - (survived[cell] as number)));
      survived[cell] = share;
      variance[cell] = greenwood;
      atRisk -= gone;
    }
    mass = next;
    if (step > 0 && moved < CLOSE) break;
  }

  const lastSeen = Math.max(0, ...observations.map(({ from, to }) => to ?? from));
  /** Within a cell the curve falls in a straight line. */
  const at = (time: number): SurvivalPoint => {
    const cell = placeOf(ends, time);
    const end = ends[Math.min(cell, cells - 1)] ?? 0;
    const begin = cell === 0 ? 0 : (ends[cell - 1] as number);
    const before = cell === 0 ? 1 : (survived[cell - 1] as number);
    const behind = cell >= cells ? before : (survived[cell] as number);
    const part = cell >= cells || end === begin ? 1 : (time - begin) / (end - begin);
    return withBand(before + part * (behind - before), variance[Math.min(cell, cells - 1)] ?? 0);
  };
  const reached = (read: (point: SurvivalPoint) => number, level: number): number | null => {
    let begin = 0;
    let before = 1;
    for (const end of ends) {
      const value = read(at(end));
      if (value <= level)
        return before === value ? end : begin + ((before - level) / (before - value)) * (end - begin);
      begin = end;
      before = value;
    }
    return null;
  };
  return {
    at,
    quantile: (share) => ({
      days: reached((point) => point.share, 1 - share),
      low: reached((point) => point.low, 1 - share),
      high: reached((point) => point.high, 1 - share),
    }),
    lastSeen,
  };
}

/** Ends in each cell, each spread over its interval as the curve falls there. */
function expectedEnds(
  spans: readonly { first: number; last: number; n: number }[],
  mass: Float64Array,
): Float64Array {
  const sums = new Float64Array(mass.length + 1);
  for (let cell = 0; cell < mass.length; cell++)
    sums[cell + 1] = (sums[cell] as number) + (mass[cell] as number);
  const rate = new Float64Array(mass.length + 1);
  const expected = new Float64Array(mass.length);
  for (const { first, last, n } of spans) {
    const inside = (sums[last + 1] as number) - (sums[first] as number);
    if (inside <= 1e-300) {
      // The curve does not fall there any more: the last cell takes it.
      expected[last] = (expected[last] as number) + n;
      continue;
    }
    rate[first] = (rate[first] as number) + n / inside;
    rate[last + 1] = (rate[last + 1] as number) - n / inside;
  }
  let running = 0;
  for (let cell = 0; cell < mass.length; cell++) {
    running += rate[cell] as number;
    expected[cell] = (expected[cell] as number) + (mass[cell] as number) * Math.max(0, running);
  }
  return expected;
}

function withBand(share: number, variance: number): SurvivalPoint {
  const spread = Z * share * Math.sqrt(variance);
  return { share, low: Math.max(0, share - spread), high: Math.min(1, share + spread) };
}

/** Median of ended ones alone, by the middles of their intervals; null without any. */
export function medianOf(ended: readonly Observation[]): number | null {
  const sorted = ended
    .map(({ from, to, n }) => ({ at: (from + (to ?? from)) / 2, n }))
    .toSorted((one, other) => one.at - other.at);
  const all = sorted.reduce((sum, { n }) => sum + n, 0);
  let seen = 0;
  for (const { at, n } of sorted) {
    seen += n;
    if (seen * 2 >= all) return at;
  }
  return null;
}
