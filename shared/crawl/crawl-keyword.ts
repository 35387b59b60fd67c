/**
 * One keyword, from claim to settlement: permit -> page -> typed outcome -> durable rows -> checkpoint.
 * Every write carries the claim's fence, and the first write that the ledger rejects as stale ends the work.
 */
import type { RunPart } from "../contracts/keyword.ts";
import type { Claim, PageProgress, Settlement } from "../contracts/keyword-ledger.ts";
import type { Outcome, SearchFilters } from "../contracts/platform.ts";
import type { SearchQuery } from "../platforms/adapter.ts";
import { isRest } from "../platforms/filter-table.ts";
import { platforms } from "../platforms/platforms.ts";
import type { CrawlServices, StopCheck } from "./crawl-services.ts";
import { type Details, openDetails } from "./details.ts";
import { createEarlyStop } from "./early-stop.ts";
import { holdClaim, internalFailure, type LaneSignal, signalAfter } from "./hold-claim.ts";
import { createPageBuffer, type PageBuffer } from "./page-buffer.ts";
import { type PageRequester, requestPage, StaleLease } from "./request-page.ts";

/** This many rows are committed even before COMMIT_MS is over: about a megabyte of spool. */
const COMMIT_ROWS = 400;

interface Work extends PageRequester {
  buffer: PageBuffer;
  /** Null when the platform's `details` setting is off. */
  details: Details | null;
  earlyStopped(): boolean;
  /** Every page is committed on its own. */
  pageByPage: boolean;
  /** Keys of the postings that this lane fetched in this run. */
  seenKeys: Set<string>;
  /** Parts over the cap that the ledger left whole: they are read up to the cap. */
  whole: Set<number>;
  /** Parts that the ledger closed unread, because the parts beside them showed all. */
  covered: Set<number>;
}

/**
 * Crawls one claimed keyword and settles it.
 * @param stop checked before each page
 * @throws whatever the storage or an object failed with, after the keyword was settled for a retry
 */
export async function crawlKeyword(
  services: CrawlServices,
  shard: number,
  claim: Claim,
  stop: StopCheck,
): Promise<LaneSignal> {
  const { config } = services;
  const platform = config.platforms[claim.platform];
  const logger = services.logger.child({
    run_id: claim.run_id,
    keyword_id: claim.keyword_id,
    platform: claim.platform,
  });
  const ledger = services.ledger(claim.platform, shard);
  const { requester, end } = holdClaim(services, ledger, claim, logger);
  const earlyStop = createEarlyStop(platform.early_stop_pages, claim.stale_pages);
  const countFresh = claim.recrawl && platform.early_stop_pages > 0;
  const details = platform.details === "new" ? openDetails(requester) : null;
  const buffer = createPageBuffer(
    details?.services ?? services,
    details?.ledger ?? ledger,
    claim,
    countFresh,
    (pages: PageProgress[]) => earlyStop.apply(pages),
  );
  const work: Work = {
    ...requester,
    buffer,
    details,
    earlyStopped: earlyStop.stopped,
    // Details are fetched before the next list page, and at a pace slower than COMMIT_MS no two pages share a commit.
    pageByPage: details !== null || platform.delay_ms >= config.COMMIT_MS,
    seenKeys: new Set(),
    whole: new Set(),
    covered: new Set(),
  };

  let decided: Settlement | null = null;
  try {
    const settlement = uncrawledChannel(claim) ?? lostCity(claim) ?? (await crawlParts(work, stop));
    await storeRest(work, settlement);
    decided = settlement;
    const settled = await ledger.settle(claim.keyword_id, claim.fence, settlement);
    const { kind } = settlement;
    if (settled.ok) logger.info("crawl.settled", { kind, state: settled.value.state });
    else logger.warn("crawl.settle-refused", { kind, code: settled.code, reason: settled.message });
    return signalAfter(settlement);
  } catch (error) {
    if (error instanceof StaleLease) {
      // Another lane holds the keyword, or a person paused it: this lane must write nothing more.
      logger.warn("crawl.stale-lease", { fence: claim.fence });
      return "next";
    }
    // A settlement already decided stands: a risk answer must not become an internal error, which would be retried.
    await ledger.settle(claim.keyword_id, claim.fence, decided ?? internalFailure(error)).catch(() => {});
    throw error;
  } finally {
    await end();
  }
}

/**
 * Parks a keyword of a channel that no adapter has requests for; it is older than the check of new keywords. Its search
 * would repeat the web's, page by page.
 */
function uncrawledChannel({ platform, channel }: Claim): Settlement | null {
  if (platforms[platform].crawlChannels.includes(channel)) return null;
  const error = `channel ${channel} is not crawled on ${platform}: add the keyword with channel web, and delete this one`;
  return { kind: "park", state: "failed", outcome: "schema-drift", error };
}

/** Parks a keyword whose city the platform's dictionary has no more: a person chooses another city or version. */
function lostCity({ platform, city, place }: Claim): Settlement | null {
  if (place !== null) return null;
  const error = `${city} is not in the active dictionary of ${platform}: see its versions, or change the keyword's city`;
  return { kind: "park", state: "failed", outcome: "schema-drift", error };
}

/** Crawls the open parts one after another; a split replaces them by the parts that are open after it. */
async function crawlParts(work: Work, stop: StopCheck): Promise<Settlement> {
  let open = work.claim.parts.filter((part) => part.state === "open");
  // Without an open part, an earlier holder saved all pages and died before it could settle.
  let last: Outcome = "true-zero";
  for (let part = takeNext(work, open); part; part = takeNext(work, open)) {
    // An earlier holder may have ended with the page that limits the run.
    const limited = await endAtLimit(work, stop);
    if (limited) return limited;
    // An earlier holder may have died between the first page and the split.
    const isSplit = part.page > 0 && !work.whole.has(part.part);
    const overdue = isSplit ? splitsOf(work, queryOf(work, part, part.page), part.reported) : [];
    if (overdue.length > 0) {
      open = await split(work, part.part, overdue);
      continue;
    }
    let page = part.page + 1;
    for (;;) {
      const unfinished = await work.details?.drain(stop);
      if (unfinished) return unfinished;
      const reason = stop();
      if (reason !== null) return { kind: "yield", reason, resume_at: work.services.clock.now() };
      const step = await crawlPage(work, part.part, queryOf(work, part, page));
      if ("settlement" in step) return step.settlement;
      last = step.outcome;
      if (step.children.length > 0) {
        const ended = await commit(work);
        if (!ended.has(part.part)) open = await split(work, part.part, step.children);
        break;
      }
      const atOnce = step.last || work.pageByPage || step.isKnown;
      const ended = await commitWhenDue(work, part.part, atOnce);
      const limited = await endAtLimit(work, stop);
      if (limited) return limited;
      if (step.last || ended) break;
      page++;
    }
  }
  const unfinished = await work.details?.drain(stop);
  if (unfinished) return unfinished;
  return {
    kind: "done",
    outcome: work.claim.run.rows === 0 ? last : "ok",
    early_stopped: work.earlyStopped(),
  };
}

/**
 * Takes the part that is read next out of the open ones. What is searched for beside other parts comes after all of them,
 * because they may show all of it.
 */
function takeNext({ covered }: Work, open: RunPart[]): RunPart | undefined {
  const unread = open.filter(({ part }) => !covered.has(part));
  const next = unread.find(({ filters }) => !isRest(filters)) ?? unread[0];
  if (next) open.splice(open.indexOf(next), 1);
  return next;
}

function queryOf({ claim }: Work, { filters }: Pick<RunPart, "filters">, page: number): SearchQuery {
  const { keyword, city, channel, company_key, place } = claim;
  return {
    keyword,
    city,
    channel,
    filters,
    page,
    ...(company_key !== undefined && { company_key }),
    ...(place && { place }),
  };
}

/**
 * The filters that a search is split into when the site may have more postings than its cap lets through (X6). A total
 * exactly at the cap is one: a site that cuts its totals off reports the cap for whatever is above it.
 */
function splitsOf({ services, claim }: Work, query: SearchQuery, total: number | null): SearchFilters[] {
  return (total ?? 0) >= capOf({ services, claim }) ? services.adapter(claim.platform).splitQuery(query) : [];
}

/** Postings that one query reaches: a company's own list may have another end than a search. */
function capOf({ services, claim }: Pick<Work, "services" | "claim">): number {
  const { cap_rows: cap } = services.config.platforms[claim.platform];
  const { companyListCap } = platforms[claim.platform];
  return claim.company_key === undefined || companyListCap === null ? cap : Math.min(cap, companyListCap);
}

/** How the run ends when the ledger found it at a limit; null when it goes on. Pages that it found are fetched first. */
async function endAtLimit(work: Work, stop: StopCheck): Promise<Settlement | null> {
  const { limited_by: limit, pages } = work.claim.run;
  if (limit !== "max-pages" && limit !== "repeated-pages") return null;
  const unfinished = await work.details?.drain(stop);
  if (unfinished) return unfinished;
  if (limit === "max-pages") return { kind: "done", outcome: "ok", early_stopped: work.earlyStopped() };
  // The gate is not told: the site answered politely, and other searches may fare better.
  const error = `soft block: after ${pages} pages the site repeats postings that this run has seen already`;
  return { kind: "park", state: "blocked", outcome: "blocked", error };
}

/** @returns all parts that are open after the split */
async function split(work: Work, part: number, children: SearchFilters[]): Promise<RunPart[]> {
  const { ledger, claim } = work;
  const answer = await ledger.splitPart(claim.keyword_id, claim.fence, part, children);
  if (!answer.ok) throw new StaleLease(answer.message);
  const { parts } = answer.value;
  if (parts.some((open) => open.part === part)) work.whole.add(part);
  return parts;
}

interface FetchedStep {
  last: boolean;
  outcome: Outcome;
  children: SearchFilters[];
  /** The lane can't tell that the page has a posting new to the run: it is committed before the next is fetched. */
  isKnown: boolean;
}
type PageStep = { settlement: Settlement } | FetchedStep;

async function crawlPage(work: Work, part: number, query: SearchQuery): Promise<PageStep> {
  const { services, claim } = work;
  const adapter = services.adapter(claim.platform);
  const requested = await requestPage(
    work,
    () => services.fetchList(claim.platform, query),
    (answer) => adapter.readList(answer, query),
    { page: query.page },
  );
  if ("settlement" in requested) return requested;
  const { read } = requested;
  const cap = capOf(work);
  const last = read.last || read.outcome !== "ok" || query.page * adapter.pageSize >= cap;
  const children = query.page === 1 ? splitsOf(work, query, read.total) : [];
  const isKnown = addKeys(work, read.items) === 0;
  work.buffer.add({
    part,
    filters: query.filters,
    page: query.page,
    items: read.items,
    reported: read.total,
    last: last && children.length === 0,
    outcome: read.outcome,
  });
  return { last, outcome: read.outcome, children, isKnown };
}

/**
 * @returns the number of postings that this lane meets for the first time; 0 for its first page of a resumed run, whose
 * earlier postings only the ledger knows
 */
function addKeys({ seenKeys, services, claim }: Work, items: readonly unknown[]): number {
  const isFirstOfResumed = seenKeys.size === 0 && claim.run.pages > 0;
  const before = seenKeys.size;
  for (const item of items) {
    const key = services.adapter(claim.platform).jobKey(item);
    if (key !== null) seenKeys.add(key);
  }
  return isFirstOfResumed ? 0 : seenKeys.size - before;
}

/** @returns true when early stop ended the part with the pages that were saved now */
async function commitWhenDue(work: Work, part: number, atOnce: boolean): Promise<boolean> {
  const since = work.buffer.openedAt();
  const age = since === null ? 0 : work.services.clock.now() - since;
  if (!atOnce && age < work.services.config.COMMIT_MS && work.buffer.rows() < COMMIT_ROWS) return false;
  return (await commit(work)).has(part);
}

/**
 * Commits the pages still in the buffer. When that fails, parked work stays parked: its pages are fetched again after
 * a person retries it, and no request is repeated that the site answered with a risk page.
 */
async function storeRest(work: Work, settlement: Settlement): Promise<void> {
  try {
    await commit(work);
  } catch (error) {
    if (error instanceof StaleLease || settlement.kind !== "park") throw error;
    work.logger.error("crawl.rest-not-stored", { error: String(error) });
  }
}

/** @returns the parts that ended with the saved pages */
async function commit(work: Work): Promise<Set<number>> {
  const saved = await work.buffer.commit();
  if (saved && !saved.result.ok) throw new StaleLease(saved.result.message);
  if (saved?.result.ok) {
    work.claim.run = saved.result.value.run;
    for (const part of saved.result.value.covered ?? []) work.covered.add(part);
  }
  return new Set(saved?.pages.filter((page) => page.last).map((page) => page.part) ?? []);
}
