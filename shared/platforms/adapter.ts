/**
 * One adapter per platform (A3), the same on the edge and on external nodes: pure functions that build
 * requests and read answers. Fetching, pacing and storing are the caller's.
 */
import type { Channel, FilterDimension, Outcome, Platform, SearchFilters } from "../contracts/platform.ts";
import type { CompanyProfile, JobPosting } from "../contracts/rows.ts";
import type { PlatformSettings } from "../contracts/settings.ts";

export interface SearchQuery {
  keyword: string;
  /** Common city name; see `shared/domain/city.ts`. */
  city: string;
  channel: Channel;
  filters: SearchFilters;
  /** From 1. */
  page: number;
}

/** What an adapter needs besides the query. */
export interface AdapterContext {
  settings: PlatformSettings;
  /** Present when the platform's `platform.ts` names a `signKey`. */
  signKey?: string;
  /** Unix ms; the request's own timestamp comes from here. */
  now: number;
}

export interface RequestSpec {
  method: "GET" | "POST";
  url: string;
  headers: Record<string, string>;
  body?: string;
}

/** A page whose own script loads the list (Boss): open `pageUrl`, take the body of the answer whose URL contains `responseUrlPart`. */
export interface BrowserSpec {
  pageUrl: string;
  responseUrlPart: string;
}

export interface RawAnswer {
  status: number;
  /** Lower-case names. */
  headers: Record<string, string>;
  body: string;
  /** PNG of what a browser showed in place of the list. */
  screenshot?: Uint8Array;
}

export interface ListAnswer {
  outcome: Outcome;
  /** Why, when the outcome is not a good end: code and message of the site, or the field that is missing. */
  reason: string | null;
  /** From Retry-After, milliseconds. */
  retryAfterMs: number | null;
  /** Rows as sent. */
  items: unknown[];
  /** Total the site reports for the query; null when it does not say. */
  total: number | null;
  /** No page follows this one. */
  last: boolean;
}

export interface DetailAnswer {
  outcome: Outcome;
  reason: string | null;
  retryAfterMs: number | null;
  /** The posting or company as sent, in the form that `parseJob` / `parseCompany` take. */
  item: unknown | null;
}

export interface ParsedJob {
  job: JobPosting;
  /** The company as far as the posting tells of it; null without a company key. */
  company: CompanyProfile | null;
}

export interface PlatformAdapter {
  platform: Platform;
  /** Raises with every change of what `parseJob` or `parseCompany` read. */
  parserVersion: number;
  /** Rows a full page holds. */
  pageSize: number;
  /** Names left out of the content hash, at any depth. */
  volatileFields: readonly string[];
  /** Dimensions to split by, in this order. */
  splitDimensions: readonly FilterDimension[];
  /** Common city name -> this platform's code. */
  cityCodes: Readonly<Record<string, string>>;
  /** Code of a city in any spelling; null when the platform does not know it. */
  cityCode(city: string): string | null;
  listRequest(query: SearchQuery, context: AdapterContext): Promise<RequestSpec>;
  listPage(query: SearchQuery, context: AdapterContext): BrowserSpec;
  /** Never throws; an unknown answer is `blocked`, a known envelope with a field gone is `schema-drift`. */
  readList(answer: RawAnswer, query: SearchQuery): ListAnswer;
  /** Children of a query at the cap: one per code of the first dimension not yet filtered; empty when none is left. */
  splitQuery(query: SearchQuery): SearchFilters[];
  /** Key of a raw posting, null when it has none. */
  jobKey(raw: unknown): string | null;
  companyKey(raw: unknown): string | null;
  /** Never throws; null when the row has no key. */
  parseJob(raw: unknown): ParsedJob | null;
  parseCompany(raw: unknown): CompanyProfile | null;
  /** How long a detail request made from a list row is good, milliseconds; null: for as long as the posting is there. */
  detailRequestMs: number | null;
  /** Null when the raw posting lacks what the request needs. */
  detailRequest(raw: unknown, context: AdapterContext): Promise<RequestSpec | null>;
  readDetail(answer: RawAnswer): DetailAnswer;
  companyRequest(companyKey: string, context: AdapterContext): Promise<RequestSpec>;
  readCompany(answer: RawAnswer, companyKey: string): DetailAnswer;
}
