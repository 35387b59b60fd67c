/** A market replayed over 30 virtual days: own intervals against the fixed one, at equal requests. */
import { describe, expect, test } from "vitest";
import { seededRandom } from "../../local/job-boards/corpus/generate.ts";
import { drawOf, type Market, markets } from "../../tests/support/coverage/market.ts";
import { DAY_MS, HOUR_MS } from "../time.ts";
import { type CountedRun, crawlHabit, forecastRecrawl, intervalOf, planRecrawl } from "./recrawl.ts";

const DAYS = 30;
const FIXED_MS = DAY_MS;
const PACE_MS = 1000;
const PAGE_SIZE = 20;
/** The first days warm up; what comes in the last days may not be seen before the end. */
const MEASURED = { from: 2 * DAY_MS, to: 27 * DAY_MS };

/** When each posting is published: a fifth are there at the beginning, the others follow in a random order. */
function publishedAt({ postings }: Market, random: () => number): number[] {
  const order = drawOf([...postings.keys()], postings.length, random);
  const at = new Array<number>(postings.length).fill(0);
  for (const [place, posting] of order.entries())
    at[posting] = ((place / postings.length) * 1.25 - 0.25) * DAYS * DAY_MS;
  return at;
}

interface Replay {
  meanDelayMs: number;
  requests: number;
}

/** A re-crawl reads the newest postings of its search up to the first page without a new one, as the crawl does. */
function replay(
  market: Market,
  at: readonly number[],
  searches: readonly (readonly number[])[],
  seed: number,
  intervalAfter: (habits: { runs: CountedRun[]; size: number }[], mine: number, now: number) => number,
): Replay {
  const random = seededRandom(seed);
  const seen = new Array<number>(market.postings.length).fill(-1);
  const keywords = searches.map((finds) => ({
    finds: [...finds].sort((a, b) => (at[b] ?? 0) - (at[a] ?? 0)),
    due: random() * FIXED_MS,
    last: null as number | null,
    runs: [] as CountedRun[],
    size: finds.length,
  }));
  let requests = 0;
  for (;;) {
    const mine = keywords.reduce(
      (first, { due }, index) => (due < (keywords[first]?.due ?? 0) ? index : first),
      0,
    );
    const keyword = keywords[mine];
    if (!keyword || keyword.due > DAYS * DAY_MS) break;
    const now = keyword.due;
    let fresh = 0;
    let shown = 0;
    for (const posting of keyword.finds) {
      const published = at[posting] ?? 0;
      if (published > now) continue;
      if (keyword.last !== null && published <= keyword.last) break;
      shown++;
      if (seen[posting] !== -1) continue;
      seen[posting] = now;
      fresh++;
    }
    const pages =
      keyword.last === null ? Math.max(1, Math.ceil(shown / PAGE_SIZE)) : Math.floor(shown / PAGE_SIZE) + 1;
    requests += pages;
    if (keyword.last !== null)
      keyword.runs.unshift({ requests: pages, changes: fresh, elapsedMs: now - keyword.last });
    keyword.last = now;
    keyword.due = now + intervalAfter(keywords, mine, now);
  }
  const delays = seen.flatMap((first, posting) => {
    const published = at[posting] ?? 0;
    return first >= 0 && published > MEASURED.from && published < MEASURED.to ? [first - published] : [];
  });
  return { meanDelayMs: delays.reduce((sum, delay) => sum + delay, 0) / delays.length, requests };
}

/** Plans as the ledger does: anew by the hour, and fixed until a re-crawl was counted. */
function adaptive(): Parameters<typeof replay>[4] {
  let made: { at: number; plan: ReturnType<typeof planRecrawl> } | null = null;
  return (keywords, mine, now) => {
    const counted = keywords.filter(({ runs }) => runs.length > 0);
    const keyword = keywords[mine];
    if (!keyword || keyword.runs.length === 0) return FIXED_MS;
    if (made === null || now - made.at >= HOUR_MS)
      made = {
        at: now,
        plan: planRecrawl(
          counted.map(({ runs, size }) => crawlHabit(runs, size)),
          FIXED_MS,
          PACE_MS,
        ),
      };
    return intervalOf(crawlHabit(keyword.runs, keyword.size), made.plan);
  };
}

test.for(markets())("own intervals show new postings sooner at equal requests: $name", (market) => {
  for (let seed = 1; seed <= 3; seed++) {
    const random = seededRandom(seed);
    const searches = drawOf(market.keywords, 120, random).map(({ finds }) => finds);
    const at = publishedAt(market, random);
    const fixed = replay(market, at, searches, seed, () => FIXED_MS);
    const own = replay(market, at, searches, seed, adaptive());
    const ratio = own.meanDelayMs / fixed.meanDelayMs;
    console.log(
      `${market.name}, draw ${seed}: ${(fixed.meanDelayMs / HOUR_MS).toFixed(1)} h by ${fixed.requests} requests at a fixed interval, ${(own.meanDelayMs / HOUR_MS).toFixed(1)} h by ${own.requests} at their own: ${ratio.toFixed(2)}`,
    );
    expect(own.requests).toBeLessThanOrEqual(fixed.requests * 1.02);
    expect(ratio).toBeLessThanOrEqual(0.75);
  }
});

const habit = (requests: number, changesPerHour: number) => ({ requests, changesPerHour });

describe("the plan", () => {
  const habits = [habit(1, 4), habit(1, 1), habit(4, 1)];
  const plan = planRecrawl(habits, FIXED_MS, 0);

  test("is by the square root of requests over changes", () => {
    const [busy = 0, quiet = 0, dear = 0] = habits.map((one) => intervalOf(one, plan));
    expect(quiet / busy).toBeCloseTo(2, 6);
    expect(dear / quiet).toBeCloseTo(2, 6);
  });

  test("takes the requests of the fixed interval", () => {
    const { fixedRequestsPerDay, adaptiveRequestsPerDay } = forecastRecrawl(habits, plan, FIXED_MS);
    expect(fixedRequestsPerDay).toBeCloseTo(6, 9);
    expect(adaptiveRequestsPerDay).toBeCloseTo(6, 6);
  });

  test("has a floor and a ceiling", () => {
    const [quickest, slowest] = [habit(1, 1e6), habit(1, 1e-6)];
    const many = (one: typeof quickest) => Array.from({ length: 20 }, () => one);
    const withQuiet = planRecrawl([quickest, ...many(slowest)], FIXED_MS, 0);
    expect(intervalOf(quickest, withQuiet)).toBe(4 * HOUR_MS);
    const withBusy = planRecrawl([...many(quickest), slowest], FIXED_MS, 0);
    expect(intervalOf(slowest, withBusy)).toBe(6 * DAY_MS);
  });

  test("stays below the pace, when that allows less than the fixed interval takes", () => {
    const slow = planRecrawl(habits, FIXED_MS, DAY_MS / 3);
    expect(forecastRecrawl(habits, slow, FIXED_MS).adaptiveRequestsPerDay).toBeLessThanOrEqual(3 + 1e-6);
  });

  test("of no keyword is a plan all the same", () => {
    expect(forecastRecrawl([], planRecrawl([], FIXED_MS, 0), FIXED_MS)).toMatchObject({
      keywords: 0,
      adaptiveDelayMs: FIXED_MS / 2,
    });
  });
});

describe("a habit", () => {
  const run = (changes: number) => ({ requests: 3, changes, elapsedMs: 24 * HOUR_MS });

  test("begins as a market where a posting stays a month, and follows what is counted", () => {
    expect(crawlHabit([], 720).changesPerHour).toBeCloseTo(1, 9);
    expect(crawlHabit([run(240), run(240)], 720).changesPerHour).toBeCloseTo((12 + 480) / 60, 9);
    expect(crawlHabit([run(0)], 720).changesPerHour).toBeGreaterThan(0);
  });

  test("forgets what is older than the last ten runs", () => {
    const quiet = Array.from({ length: 10 }, () => run(0));
    expect(crawlHabit([...quiet, run(1e6)], 720)).toEqual(crawlHabit(quiet, 720));
  });
});
