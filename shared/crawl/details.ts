/**
 * The second stage of a crawl: the own pages of a list page's postings and companies. The write that moves the
 * checkpoint over the list page also records them as pending; they are fetched one by one before the next list page,
 * each under a permit like any request. A crash costs the page in flight; the pending pages are read back.
 */
import type { Settlement } from "../contracts/keyword-ledger.ts";
import { MAX_PENDING_PAGES, type PageEnd, type PendingPage } from "../contracts/pending-page.ts";
import type { DetailAnswer, RawAnswer, RequestSpec } from "../platforms/adapter.ts";
import { DAY_MS } from "../time.ts";
import { adapterContext } from "./adapter-context.ts";
import { batchOf } from "./batch-of.ts";
import type { StopCheck } from "./crawl-services.ts";
import type { BufferServices } from "./page-buffer.ts";
import { UNCHECKED_MS } from "./permits.ts";
import { type FoundPage, planPages } from "./plan-pages.ts";
import { type PageRequester, requestPage, StaleLease } from "./request-page.ts";

/** Time before the first check of a page that another search is fetching; each later one takes twice as long. */
const POLL_MS = 100;
const MAX_POLL_MS = 3200;
/** After this many pages in a row that cannot be read the keyword parks: the site has changed, no single page is broken. */
const MAX_UNUSABLE_IN_A_ROW = 3;
/** The keyword is given back for this time when another search fetches the page for longer than INLINE_WAIT_MS. */
const YIELD_MS = 1000;

export interface Details {
  /** Replaces the lane's own: plans the details of each stored page. */
  services: BufferServices;
  /** Replaces the lane's own: records the planned details with the page's checkpoint. */
  ledger: Pick<PageRequester["ledger"], "saveProgress">;
  /**
   * Fetches the pending pages.
   * @param stop checked before each page
   * @returns null when none is left, else how the work on the keyword ends
   * @throws StaleLease
   */
  drain(stop: StopCheck): Promise<Settlement | null>;
}

export function openDetails(requester: PageRequester): Details {
  const { services, ledger, claim, logger } = requester;
  const { clock } = services;
  let found: FoundPage[] = [];
  /** Null until they are read from the ledger: an earlier holder of the run may have left some. */
  let pending: PendingPage[] | null = claim.run.pages === 0 ? [] : null;
  let unusableInARow = 0;

  return {
    services: {
      ...services,
      async accept(batch) {
        const accepted = await services.accept(batch);
        // What the page says is in doubt: a later crawl that shows the postings again plans their pages.
        if (accepted.quarantined) return accepted;
        const plan = await planPages(services, batch, accepted);
        if (plan.withoutToken > 0) logger.warn("crawl.no-detail-request", { postings: plan.withoutToken });
        found.push(...plan.pages);
        return accepted;
      },
    },
    ledger: {
      async saveProgress(id, fence, progress) {
        const last = progress.at(-1);
        if (last && found.length > 0) {
          last.pending = found.slice(0, MAX_PENDING_PAGES).map((one) => ({ ...one, page: last.page }));
          const dropped = found.length - last.pending.length;
          if (dropped > 0) last.pending_dropped = dropped;
        }
        found = [];
        const saved = await ledger.saveProgress(id, fence, progress);
        if (saved.ok) pending?.push(...(last?.pending ?? []));
        return saved;
      },
    },
    async drain(stop) {
      pending ??= await leftByEarlierHolder(requester);
      for (let page = pending[0]; page; page = pending[0]) {
        const reason = stop();
        if (reason !== null) return { kind: "yield", reason, resume_at: clock.now() };
        const fetched = await fetchOnce(requester, page);
        const end = isUnreadable(fetched) ? "unusable" : fetched;
        if (typeof end !== "string") return end;
        if (end === "unusable") unusableInARow++;
        else if (end !== "known" && end !== "expired") unusableInARow = 0;
        if (unusableInARow >= MAX_UNUSABLE_IN_A_ROW)
          return typeof fetched === "string" ? notAboutIt(page) : fetched;
        const settled = await ledger.settlePage(claim.keyword_id, claim.fence, page.type, page.key, end);
        if (!settled.ok) throw new StaleLease(settled.message);
        pending.shift();
      }
      return null;
    },
  };
}

/** True for a page whose format nobody knows: one such page is counted, and the others are fetched. */
const isUnreadable = (end: PageEnd | Settlement): boolean =>
  typeof end !== "string" && end.kind === "park" && end.outcome === "schema-drift";

/** The end of the work when page after page describes something else than was asked for. */
const notAboutIt = ({ type, key }: PendingPage): Settlement => ({
  kind: "park",
  state: "failed",
  outcome: "schema-drift",
  error: `${type} ${key}: ${MAX_UNUSABLE_IN_A_ROW} pages in a row are about something else`,
});

async function leftByEarlierHolder({ ledger, claim }: PageRequester): Promise<PendingPage[]> {
  const left = await ledger.pendingPages(claim.keyword_id, claim.fence);
  if (!left.ok) throw new StaleLease(left.message);
  return left.value;
}

/** No page is known for this content, so that it is fetched again. */
const FORCED_HASH = "asked";

/**
 * Fetches one page, unless another search has fetched it or is fetching it now.
 * @param isForced also when it has been fetched
 * @throws StaleLease
 */
export async function fetchOnce(
  requester: PageRequester,
  page: PendingPage,
  { isForced = false } = {},
): Promise<PageEnd | Settlement> {
  const { services, claim } = requester;
  const wanted = isForced ? { key: page.key, hash: FORCED_HASH } : page;
  const { clock, config, pageFetches } = services;
  const request = await requestOf(requester, page);
  if (typeof request === "string") return request;
  let waitedMs = 0;
  for (let pollMs = POLL_MS; ; pollMs = Math.min(2 * pollMs, MAX_POLL_MS)) {
    const now = clock.now();
    // The pages of a holder that died are free again when the lease of its keyword expires.
    const until = now + config.LEASE_MS;
    const turn = await pageFetches.begin(claim.platform, page.type, wanted, claim.keyword_id, now, until);
    if (turn.state === "known") return "known";
    if (turn.state === "yours") break;
    if (waitedMs >= config.INLINE_WAIT_MS) {
      const resumeAt = Math.min(turn.until, now + YIELD_MS);
      return { kind: "yield", reason: "another search fetches the same page", resume_at: resumeAt };
    }
    // The other search may be waiting for the permit that this lane still holds.
    await requester.permits.close();
    await clock.sleep(pollMs);
    waitedMs += pollMs;
    if (waitedMs >= UNCHECKED_MS) await requester.stillHeld();
  }
  const requested = await requestPage(
    requester,
    () => services.fetchPage(claim.platform, request),
    (answer) => readPage(requester, page, answer),
    { page: page.page, what: `${page.type} ${page.key}` },
  );
  if (!("settlement" in requested)) return storePage(requester, page, requested.read);
  // Released at once: other searches would otherwise wait until the claim on the page expires.
  await pageFetches.leave(claim.platform, page.type, page.key, claim.keyword_id).catch(() => {});
  return requested.settlement;
}

/** Builds the request of a pending page. @returns how the page ends when there is none */
async function requestOf(
  { services, claim, logger }: PageRequester,
  { type, key, token, found_at: foundAt }: PendingPage,
): Promise<RequestSpec | PageEnd> {
  const { clock, config } = services;
  const adapter = services.adapter(claim.platform);
  const now = clock.now();
  const context = adapterContext(config, claim.platform, now);
  if (type === "company") return adapter.companyRequest(key, context);
  const { detailRequestMs } = adapter;
  if (detailRequestMs !== null && now - foundAt > detailRequestMs) return "expired";
  const request = await adapter.detailRequest(key, token, context);
  if (request) return request;
  logger.warn("crawl.page-unusable", { type, key, reason: "its request cannot be built" });
  return "unusable";
}

function readPage({ services, claim }: PageRequester, page: PendingPage, answer: RawAnswer): DetailAnswer {
  const adapter = services.adapter(claim.platform);
  return page.type === "job_detail" ? adapter.readDetail(answer) : adapter.readCompany(answer, page.key);
}

/** Stores the page durably first; only then do other searches learn that it is known. */
async function storePage(requester: PageRequester, page: PendingPage, read: DetailAnswer): Promise<PageEnd> {
  const { services, claim, logger } = requester;
  const { platform, keyword_id: keywordId } = claim;
  /** The page stays unknown: the next list page that shows it plans it again. */
  const unusable = async (reason: string): Promise<PageEnd> => {
    await services.pageFetches.leave(platform, page.type, page.key, keywordId).catch(() => {});
    logger.warn("crawl.page-unusable", { type: page.type, key: page.key, reason });
    return "unusable";
  };
  let end: PageEnd = "gone";
  if (read.item !== null) {
    const adapter = services.adapter(platform);
    const key = page.type === "job_detail" ? adapter.jobKey(read.item) : adapter.companyKey(read.item);
    if (key !== page.key) return unusable(`is about ${key}`);
    const { invalid } = await services.accept(batchOf(services, claim, page.type, [read.item]));
    if (invalid[0]) return unusable(`${invalid[0].field} ${invalid[0].reason}`);
    end = "stored";
  }
  const days = services.config.platforms[platform].company_days;
  const freshUntil = page.type === "company" ? services.clock.now() + days * DAY_MS : null;
  await services.pageFetches.finish(platform, page.type, page, freshUntil);
  return end;
}
