/**
 * How often each keyword is searched again (X17): at equal requests, new postings are seen soonest when the interval is
 * proportional to the square root of cost over change rate. That minimises the sum of rate × interval / 2 under a fixed
 * sum of cost / interval (Lagrange; Cho and Garcia-Molina 2003, Effective page refresh policies, for equal costs). Pure.
 */
import { DAY_MS, HOUR_MS } from "../time.ts";

/** What is known of a keyword's re-crawls. */
export interface CrawlHabit {
  /** Requests that one re-crawl takes. */
  requests: number;
  /** Postings that are new or changed, per hour. */
  changesPerHour: number;
}

/** One re-crawl that counted what was new. */
export interface CountedRun {
  requests: number;
  /** New and changed postings. */
  changes: number;
  /** Since the run before, ms. */
  elapsedMs: number;
}

/** Runs that a habit looks back on; older ones tell of another market. */
export const REMEMBERED_RUNS = 10;
/** Time that a posting stays open, by which a search without counted runs is expected to change. */
const PRIOR_LIFE_HOURS = 30 * 24;
/** Weight of that expectation: as if it had been watched for so long. */
const PRIOR_HOURS = 12;
/** A re-crawl takes a page, and often another to see that nothing more is new. */
const PRIOR_REQUESTS = 2;

/**
 * Estimates a keyword's habit from its latest re-crawls by a gamma prior: what was counted and the expectation are added,
 * so that one quiet run does not end the crawl of a search and one busy one does not take all requests.
 * @param postings number of postings that the search has
 */
export function crawlHabit(runs: readonly CountedRun[], postings: number): CrawlHabit {
  const latest = runs.slice(0, REMEMBERED_RUNS);
  const sum = (value: (run: CountedRun) => number) => latest.reduce((total, run) => total + value(run), 0);
  const hours = sum(({ elapsedMs }) => elapsedMs) / HOUR_MS;
  const expected = (Math.max(1, postings) * PRIOR_HOURS) / PRIOR_LIFE_HOURS;
  return {
    requests: (PRIOR_REQUESTS + sum(({ requests }) => requests)) / (1 + latest.length),
    changesPerHour: (expected + sum(({ changes }) => changes)) / (PRIOR_HOURS + hours),
  };
}

export interface RecrawlPlan {
  /** Interval of a habit = scale × √(requests / changes per hour), within the bounds, ms. */
  scale: number;
  floorMs: number;
  ceilingMs: number;
}

/** No keyword is searched this many times as often as by the fixed interval, or as seldom. */
const BOUND = 6;
const MIN_INTERVAL_MS = HOUR_MS;
const MAX_INTERVAL_MS = 14 * DAY_MS;

export const intervalOf = ({ requests, changesPerHour }: CrawlHabit, plan: RecrawlPlan): number =>
  Math.min(plan.ceilingMs, Math.max(plan.floorMs, plan.scale * Math.sqrt(requests / changesPerHour)));

const requestsPerMs = (habits: readonly CrawlHabit[], interval: (habit: CrawlHabit) => number): number =>
  habits.reduce((sum, habit) => sum + habit.requests / interval(habit), 0);

const STEPS = 40;

/**
 * Finds the scale at which all keywords together take the requests of the fixed interval, but never more than the pace.
 * @param fixedMs the fixed interval
 * @param paceMs least time between two requests of the platform, of which these keywords may take all
 */
export function planRecrawl(habits: readonly CrawlHabit[], fixedMs: number, paceMs: number): RecrawlPlan {
  const floorMs = Math.max(Math.min(MIN_INTERVAL_MS, fixedMs), fixedMs / BOUND);
  const ceilingMs = Math.max(fixedMs, Math.min(MAX_INTERVAL_MS, fixedMs * BOUND));
  const budget = Math.min(
    requestsPerMs(habits, () => fixedMs),
    1 / Math.max(1, paceMs),
  );
  let low = 0;
  let high =
    ceilingMs *
    Math.max(1, ...habits.map(({ requests, changesPerHour }) => Math.sqrt(changesPerHour / requests)));
  for (let step = 0; step < STEPS; step++) {
    const scale = (low + high) / 2;
    const plan = { scale, floorMs, ceilingMs };
    if (requestsPerMs(habits, (habit) => intervalOf(habit, plan)) > budget) low = scale;
    else high = scale;
  }
  return { scale: high, floorMs, ceilingMs };
}

export interface RecrawlForecast {
  keywords: number;
  /** Both intervals are counted in requests a day. */
  fixedRequestsPerDay: number;
  adaptiveRequestsPerDay: number;
  /** Mean time until a new or changed posting is seen: half an interval, by how much each search changes. */
  adaptiveDelayMs: number;
}

/** What the plan saves against the fixed interval. */
export function forecastRecrawl(
  habits: readonly CrawlHabit[],
  plan: RecrawlPlan,
  fixedMs: number,
): RecrawlForecast {
  const changes = habits.reduce((sum, { changesPerHour }) => sum + changesPerHour, 0);
  const delay = habits.reduce((sum, habit) => sum + (habit.changesPerHour * intervalOf(habit, plan)) / 2, 0);
  return {
    keywords: habits.length,
    fixedRequestsPerDay: requestsPerMs(habits, () => fixedMs) * DAY_MS,
    adaptiveRequestsPerDay: requestsPerMs(habits, (habit) => intervalOf(habit, plan)) * DAY_MS,
    adaptiveDelayMs: changes === 0 ? fixedMs / 2 : delay / changes,
  };
}
