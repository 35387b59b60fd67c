/**
 * List prices of the Workers Paid plan, USD, beyond what the plan includes, as of 2026-11-29. Compared on that day with
 * stored copies of the pages named: objects' requests and duration, browser hours; with other people's copies: Workers,
 * R2, D1, queues. Not compared: rows of objects (the same as D1's) and log events. docs/cost.md says what they add up to.
 */

export interface Price {
  /** USD for `per` units. */
  usd: number;
  per: number;
  source: string;
}

const MILLION = 1_000_000;
const OBJECTS = "https://developers.cloudflare.com/durable-objects/platform/pricing/";
const WORKERS = "https://developers.cloudflare.com/workers/platform/pricing/";
const R2 = "https://developers.cloudflare.com/r2/pricing/";
const D1 = "https://developers.cloudflare.com/d1/platform/pricing/";

/** Keys are the operations that the cost bench counts. */
export const PRICES: Readonly<Record<string, Price>> = {
  // An alarm that fires is a request; an alarm that is set is a row written; so is each change of an index.
  "object requests": { usd: 0.15, per: MILLION, source: OBJECTS },
  "rows read": { usd: 0.001, per: MILLION, source: OBJECTS },
  "rows written": { usd: 1, per: MILLION, source: OBJECTS },
  "GB-s": { usd: 12.5, per: MILLION, source: OBJECTS },
  "Worker requests": { usd: 0.3, per: MILLION, source: WORKERS },
  "CPU ms": { usd: 0.02, per: MILLION, source: WORKERS },
  // Each line is billed as if none were left out by the sampling, so this is an upper bound.
  "log events": {
    usd: 0.6,
    per: MILLION,
    source: "https://developers.cloudflare.com/workers/observability/logs/workers-logs/",
  },
  "queue operations": {
    usd: 0.4,
    per: MILLION,
    source: "https://developers.cloudflare.com/queues/platform/pricing/",
  },
  "R2 class A": { usd: 4.5, per: MILLION, source: R2 },
  "R2 class B": { usd: 0.36, per: MILLION, source: R2 },
  "D1 rows read": { usd: 0.001, per: MILLION, source: D1 },
  "D1 rows written": { usd: 1, per: MILLION, source: D1 },
  "browser seconds": {
    usd: 0.09,
    per: 3600,
    source: "https://developers.cloudflare.com/browser-run/pricing/",
  },
};

/** Memory that a running object is billed for. */
export const OBJECT_GB = 0.128;

/** Browser Rendering takes these seconds beside waiting. They are assumed: the local board's pages say nothing about the site's. */
export const BROWSER_LAUNCH_S = 1.5;
export const BROWSER_PAGE_S = 2.5;
