/**
 * The adapter of a platform (A3), the same on the edge and on external nodes: pure functions that build requests and
 * read answers. The caller fetches, paces and stores.
 */
import type { CityPlace, DictionaryEntry, DictionaryKind } from "../contracts/dictionary.ts";
import type { PageToken } from "../contracts/pending-page.ts";
import type { Channel, Outcome, Platform, SearchFilters } from "../contracts/platform.ts";
import type { PlatformSettings } from "../contracts/settings.ts";
import type { CompanyProfile } from "../tables/companies.ts";
import type { JobPosting } from "../tables/jobs.ts";

export interface SearchQuery {
  keyword: string;
  /** Common city name, see `shared/domain/city.ts`. */
  city: string;
  channel: Channel;
  filters: SearchFilters;
  /** Page number, from 1. */
  page: number;
  /** Key of a company: its own list of postings is read where the site has one, else the keyword is its name. */
  company_key?: string;
  /** The city's codes in the active dictionary; without them the codes count that the program ships. */
  place?: CityPlace | null;
}

/** The settings and secrets that an adapter needs besides the query. */
export interface AdapterContext {
  settings: PlatformSettings;
  /** Present when the platform's `platform.ts` names a `signKey`. */
  signKey?: string;
  /** Unix ms, for requests that contain a timestamp. */
  now: number;
}

export interface RequestSpec {
  method: "GET" | "POST";
  url: string;
  headers: Record<string, string>;
  body?: string;
}

/** A page whose script loads the list (Boss). The list is the answer to the request whose URL contains `responseUrlPart`. */
export interface BrowserSpec {
  pageUrl: string;
  responseUrlPart: string;
}

export interface RawAnswer {
  status: number;
  /** Header names are in lower case. */
  headers: Record<string, string>;
  body: string;
  /** PNG of the page that a browser showed instead of the list. */
  screenshot?: Uint8Array;
}

export interface ListAnswer {
  outcome: Outcome;
  /** Reason of an outcome that is not a good end: code and message of the site, or the missing field. */
  reason: string | null;
  /** From Retry-After, milliseconds. */
  retryAfterMs: number | null;
  /** Rows as the site sent them. */
  items: unknown[];
  /** Total that the site reports for the query; null when it reports none. */
  total: number | null;
  /** True when no page follows this one. */
  last: boolean;
}

export interface DetailAnswer {
  outcome: Outcome;
  reason: string | null;
  retryAfterMs: number | null;
  /** The posting or company as the site sent it, in the form that `parseJob` and `parseCompany` read. */
  item: unknown | null;
}

/** One of a site's addresses for its dictionaries. */
export interface DictionarySource {
  /** Unique within the platform. */
  name: string;
  /** The kinds that its answer holds. */
  kinds: readonly DictionaryKind[];
  request(context: AdapterContext): RequestSpec;
  /** Never throws. */
  read(answer: RawAnswer): DictionaryAnswer;
}

export interface DictionaryAnswer {
  outcome: Outcome;
  reason: string | null;
  retryAfterMs: number | null;
  /** With `ok`, entries of each of the source's kinds, never none; with any other outcome nothing. */
  entries: Partial<Record<DictionaryKind, DictionaryEntry[]>>;
  /** Entries without a usable code or name, and second ones of a name under another code; they are left out. */
  unread: number;
}

export interface ParsedJob {
  job: JobPosting;
  /** The company fields of the posting; null without a company key. */
  company: CompanyProfile | null;
}

export interface PlatformAdapter {
  platform: Platform;
  /** Increases with every change of the results of `parseJob` or `parseCompany`. */
  parserVersion: number;
  /** Number of rows on a full page. */
  pageSize: number;
  /** Names of fields that the content hash ignores, at any depth. */
  volatileFields: readonly string[];
  /** The codes that the program ships, by common city name; the active dictionary may know more. */
  cityCodes: Readonly<Record<string, string>>;
  /** @returns the shipped code of a city in any spelling; null when there is none */
  cityCode(city: string): string | null;
  /** Version 0 of the dictionaries: what `cityCodes` and the tables of filters say. */
  shippedDictionary: Readonly<Partial<Record<DictionaryKind, readonly DictionaryEntry[]>>>;
  /** Where the site publishes its dictionaries, in the order in which they are loaded. */
  dictionaries: readonly DictionarySource[];
  listRequest(query: SearchQuery, context: AdapterContext): Promise<RequestSpec>;
  listPage(query: SearchQuery, context: AdapterContext): BrowserSpec;
  /** Never throws: an unknown answer is `blocked`, a known envelope without a required field is `schema-drift`. */
  readList(answer: RawAnswer, query: SearchQuery): ListAnswer;
  /**
   * @returns the children of a query at the cap: one for each code of the first dimension without a filter, and at last one
   * for each large city of the country or each district of the query's place; empty when none is left
   */
  splitQuery(query: SearchQuery): SearchFilters[];
  /** Field of a raw row that holds its key, for the answer to a sender that left it out. */
  keyFields: Readonly<Record<"job_key" | "company_key", string>>;
  /** @returns the key of a raw posting; null when it has none */
  jobKey(raw: unknown): string | null;
  companyKey(raw: unknown): string | null;
  /**
   * Never throws.
   * @param collectedAt Unix ms; dates without a year and relative ones (08-28, 今天) are read against it
   * @returns null when the row has no key
   */
  parseJob(raw: unknown, collectedAt?: number): ParsedJob | null;
  parseCompany(raw: unknown): CompanyProfile | null;
  /** Validity of a list row's token, milliseconds; null when it does not expire. */
  detailRequestMs: number | null;
  /** @returns what `detailRequest` needs beside the key; null when the raw posting lacks it */
  detailToken(raw: unknown): PageToken | null;
  /**
   * Always a GET of the platform's own origin.
   * @param token may come from a node, so it is checked
   * @returns null when the token is not one of this platform
   */
  detailRequest(key: string, token: PageToken, context: AdapterContext): Promise<RequestSpec | null>;
  readDetail(answer: RawAnswer): DetailAnswer;
  /** Always a GET of the platform's own origin. */
  companyRequest(companyKey: string, context: AdapterContext): Promise<RequestSpec>;
  readCompany(answer: RawAnswer, companyKey: string): DetailAnswer;
}
