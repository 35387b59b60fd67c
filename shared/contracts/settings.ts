/**
 * Settings of a platform: the values of its `platform.ts`, overridden by a TOML table in `wrangler.toml` or by the
 * same as a JSON string in `.dev.vars`.
 */
import { z } from "zod";
import { DAY_MS } from "../time.ts";

const url = z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/+$/, ""));
const ms = (max: number) => z.number().int().min(0).max(max);

export const PlatformSettings = z.strictObject({
  /** Origin of the search API, without a trailing slash. */
  list_url: url,
  /** Origin of the detail pages or API. */
  detail_url: url,
  /** Origin of the company pages. */
  company_url: url,
  /** Origin of the dictionaries of cities and codes (X13); that of the search API when left out. */
  dictionary_url: url.optional(),
  /** How list pages are fetched: plain HTTP, or a page opened in Browser Rendering. */
  fetch_mode: z.enum(["http", "browser"]),
  /** Minimum time between two requests to the platform, edge and nodes together, milliseconds. */
  delay_ms: ms(DAY_MS),
  /** Maximum of the random time on top of `delay_ms`, milliseconds. */
  jitter_ms: ms(DAY_MS),
  /** Maximum number of concurrent requests, edge and nodes together. */
  concurrency: z.number().int().min(1).max(64),
  /** Time-out of one request, milliseconds. */
  timeout_ms: z.number().int().min(100).max(120_000),
  /** A re-crawl stops after this many pages in a row without a new posting; 0 turns it off. */
  early_stop_pages: z.number().int().min(0).max(1000),
  /** Maximum number of rows that one query can reach on the site (X6). */
  cap_rows: z.number().int().min(1).max(100_000),
  /** A run splits no search into more parts than this; what is over the cap then is read up to the cap. */
  max_parts: z.number().int().min(1).max(10_000).default(1000),
  /** A run ends after this many list pages, so that a total that never ends holds no platform. */
  max_pages: z.number().int().min(1).max(100_000).default(2000),
  /**
   * A run ends as softly blocked after this many full pages in a row that show only postings it has seen. 1 where the
   * list has a fixed order, 2 where the site shuffles it.
   */
  repeat_pages: z.number().int().min(1).max(100).default(1),
  /** First cool-down of an open breaker, milliseconds; it doubles each time up to 24 h. */
  breaker_cooldown_ms: ms(DAY_MS),
  /** Number of network or server errors in a row that opens the breaker. */
  breaker_failures: z.number().int().min(1).max(1000),
  /** `new`: the own page of each posting that is new or changed is fetched too, within the same pace; `off`: lists only. */
  details: z.enum(["off", "new"]).default("off"),
  /** With details: a company's page is fetched again after this many days; 0: no company pages. */
  company_days: z.number().int().min(0).max(3650).default(30),
  /** Who crawls: the edge, external nodes, or both side by side within the same pace. */
  runs_on: z.enum(["both", "edge", "nodes"]).default("both"),
  /** Only nodes that have all of these labels take the platform's keywords. */
  node_labels: z.array(z.string()).default([]),
});
export type PlatformSettings = z.infer<typeof PlatformSettings>;
