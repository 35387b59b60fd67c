/**
 * The second stage of a crawl: the own pages of a list page's postings and employers. They are put down in the
 * write that moves the checkpoint over the list page, and fetched one by one before the next list page, each
 * under a permit like any request. A crash costs the page under way; what was put down is found again.
 */
import type { Settlement } from "../contracts/keyword-ledger.ts";
import type { PageEnd, PendingPage } from "../contracts/pending-page.ts";
import type { DetailAnswer, RawAnswer } from "../platforms/adapter.ts";
import { DAY_MS } from "../time.ts";
import { type Asker, askSite, StaleLease } from "./ask-site.ts";
import type { StopSign } from "./crawl-services.ts";
import type { BufferServices } from "./page-buffer.ts";
import { type FoundPage, planPages } from "./plan-pages.ts";

/** Between two looks at a page that another search is fetching. */
const LOOK_MS = 100;
/** A page that takes another search longer than a short wait is looked at again after this time. */
const COME_BACK_MS = 1000;

export interface Details {
  /** In place of the lane's own: they see the rows of each page and hand its details on with its checkpoint. */
  services: BufferServices;
  ledger: Pick<Asker["ledger"], "saveProgress">;
  /**
   * Fetches what is pending. @param stop asked before each page
   * @returns null when nothing is left, else how the work on the keyword ends
   * @throws StaleLease
   */
  drain(stop: StopSign): Promise<Settlement | null>;
}

export function openDetails(asker: Asker): Details {
  const { services, ledger, claim, logger } = asker;
  const { clock } = services;
  let found: FoundPage[] = [];
  /** Null until the ledger was asked: an earlier holder of the run may have left some. */
  let pending: PendingPage[] | null = claim.run.pages === 0 ? [] : null;

  return {
    services: {
      ...services,
      async accept(batch) {
        const accepted = await services.accept(batch);
        const plan = await planPages(services, batch, accepted);
        if (plan.withoutRequest > 0)
          logger.warn("crawl.no-detail-request", { postings: plan.withoutRequest });
        found.push(...plan.pages);
        return accepted;
      },
    },
    ledger: {
      async saveProgress(id, fence, progress) {
        const last = progress.at(-1);
        if (last && found.length > 0) last.pending = found.map((one) => ({ ...one, page: last.page }));
        found = [];
        const saved = await ledger.saveProgress(id, fence, progress);
        if (saved.ok) pending?.push(...(last?.pending ?? []));
        return saved;
      },
    },
    async drain(stop) {
      pending ??= await leftByEarlierHolder(asker);
      for (let page = pending[0]; page; page = pending[0]) {
        const reason = stop();
        if (reason !== null) return { kind: "yield", reason, resumeAt: clock.now() };
        const end = await fetchOnce(asker, page);
        if (typeof end !== "string") return end;
        const settled = await ledger.settlePage(claim.keywordId, claim.fence, page.type, page.key, end);
        if (!settled.ok) throw new StaleLease(settled.message);
        pending.shift();
      }
      return null;
    },
  };
}

async function leftByEarlierHolder({ ledger, claim }: Asker): Promise<PendingPage[]> {
  const left = await ledger.pendingPages(claim.keywordId, claim.fence);
  if (!left.ok) throw new StaleLease(left.message);
  return left.value;
}

/** One page, unless another search has it or is at it. */
async function fetchOnce(asker: Asker, page: PendingPage): Promise<PageEnd | Settlement> {
  const { services, claim } = asker;
  const { clock, config, pageFetches } = services;
  const { detailRequestMs } = services.adapter(claim.platform);
  for (let waitedMs = 0; ; waitedMs += LOOK_MS) {
    const now = clock.now();
    // A holder that died lets its pages go when its keyword comes back.
    const until = now + config.LEASE_MS;
    const turn = await pageFetches.begin(claim.platform, page.type, page, claim.keywordId, now, until);
    if (turn.state === "known") return "known";
    if (turn.state === "yours") break;
    if (waitedMs >= config.INLINE_WAIT_MS) {
      const resumeAt = Math.min(turn.until, now + COME_BACK_MS);
      return { kind: "yield", reason: "another search fetches the same page", resumeAt };
    }
    // The other one may be waiting for the place that this lane still has at the gate.
    await asker.permits.close();
    await clock.sleep(LOOK_MS);
  }
  if (
    page.type === "job_detail" &&
    detailRequestMs !== null &&
    clock.now() - page.foundAt > detailRequestMs
  ) {
    return "expired";
  }
  const asked = await askSite(
    asker,
    () => services.fetchPage(claim.platform, page.request),
    (answer) => readPage(asker, page, answer),
    { page: page.page, what: `${page.type} ${page.key}` },
  );
  if (!("settlement" in asked)) return storePage(asker, page, asked.read);
  // Given back, so that no other search waits for a page that nobody is fetching; else its hold would run out.
  await pageFetches.leave(claim.platform, page.type, page.key, claim.keywordId).catch(() => {});
  return asked.settlement;
}

function readPage({ services, claim }: Asker, page: PendingPage, answer: RawAnswer): DetailAnswer {
  const adapter = services.adapter(claim.platform);
  return page.type === "job_detail" ? adapter.readDetail(answer) : adapter.readCompany(answer, page.key);
}

/** Durable first; only then is the page known to every search. */
async function storePage(asker: Asker, page: PendingPage, read: DetailAnswer): Promise<PageEnd> {
  const { services, claim, logger } = asker;
  const { clock } = services;
  const { platform, keywordId, runId, keyword, city } = claim;
  let end: PageEnd = "gone";
  if (read.item !== null) {
    const adapter = services.adapter(platform);
    const key = page.type === "job_detail" ? adapter.jobKey(read.item) : adapter.companyKey(read.item);
    if (key !== page.key) return unusable(`is about ${key}`);
    const { invalid } = await services.accept({
      batchId: services.newId(),
      platform,
      channel: claim.channel,
      dataType: page.type,
      rows: [read.item],
      run: { keywordId, runId, keyword, city },
      source: services.source,
      requestId: runId,
      collectedAt: clock.now(),
    });
    if (invalid[0]) return unusable(`${invalid[0].field} ${invalid[0].reason}`);
    end = "stored";
  }
  const days = services.config.platforms[platform].company_days;
  const freshUntil = page.type === "company" ? clock.now() + days * DAY_MS : null;
  await services.pageFetches.finish(platform, page.type, page, freshUntil);
  return end;

  /** It stays unknown: the next list page that shows it asks again. */
  function unusable(reason: string): PageEnd {
    logger.warn("crawl.page-unusable", { type: page.type, key: page.key, reason });
    return "unusable";
  }
}
