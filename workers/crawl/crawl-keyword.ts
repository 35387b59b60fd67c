/**
 * One keyword, from claim to settlement: permit -> page -> typed outcome -> durable rows -> checkpoint.
 * The lane never decides alone: each write carries the claim's fence, and a stale one ends the work.
 */
import type { Claim, KeywordLedgerApi, PageProgress, Settlement } from "../../shared/contracts/ledger.ts";
import type { Outcome, SearchFilters } from "../../shared/contracts/platform.ts";
import { classOf } from "../../shared/domain/retry-policy.ts";
import type { ListAnswer, SearchQuery } from "../../shared/platforms/adapter.ts";
import type { Logger } from "../log.ts";
import type { CrawlServices } from "./crawl-services.ts";
import { createEarlyStop } from "./early-stop.ts";
import { keepPage } from "./kept-page.ts";
import { createPageBuffer, type PageBuffer } from "./page-buffer.ts";
import { openPermits, type Permits } from "./permits.ts";

/** Rows that make a commit even within COMMIT_MS: about a megabyte of spool. */
const COMMIT_ROWS = 400;

/** How the lane goes on: take the next keyword, or stop because the platform wants a pause. */
export type LaneSignal = "next" | "pause";

class StaleLease extends Error {}

interface Work {
  services: CrawlServices;
  ledger: KeywordLedgerApi;
  claim: Claim;
  permits: Permits;
  buffer: PageBuffer;
  logger: Logger;
  earlyStopped(): boolean;
  /** The next pages may be fetched while a commit is under way. */
  overlap: boolean;
  /** The commit under way; the next one waits for it, so that checkpoints move in order. */
  committing: Promise<Set<number>> | null;
}

/**
 * @param deadline Unix ms at which the keyword is given back unfinished
 */
export async function crawlKeyword(
  services: CrawlServices,
  shard: number,
  claim: Claim,
  deadline: number,
): Promise<LaneSignal> {
  const { config, clock } = services;
  const platform = config.platforms[claim.platform];
  const logger = services.logger.child({
    run_id: claim.runId,
    keyword_id: claim.keywordId,
    platform: claim.platform,
  });
  const ledger = services.ledger(claim.platform, shard);
  const permits = openPermits(services.gate(claim.platform), platform, config.INLINE_WAIT_MS, clock);
  const earlyStop = createEarlyStop(platform.early_stop_pages, claim.stalePages);
  const countFresh = claim.recrawl && platform.early_stop_pages > 0;
  const buffer = createPageBuffer(services, ledger, claim, countFresh, (pages: PageProgress[]) =>
    earlyStop.apply(pages),
  );
  const work: Work = {
    services,
    ledger,
    claim,
    permits,
    buffer,
    logger,
    earlyStopped: earlyStop.stopped,
    // A polite crawl waits for its pace anyway, and an early stop is known only after the commit.
    overlap: config.COMMIT_MS > 0 && platform.delay_ms + platform.jitter_ms === 0 && !countFresh,
    committing: null,
  };
  const renewal = setInterval(
    () => void ledger.renew(claim.keywordId, claim.fence).catch(() => {}),
    config.LEASE_MS / 2,
  );

  try {
    const settlement = await crawlParts(work, deadline);
    await storeRest(work, settlement);
    const settled = await ledger.settle(claim.keywordId, claim.fence, settlement);
    const { kind } = settlement;
    if (settled.ok) logger.info("crawl.settled", { kind, state: settled.value.state });
    else logger.warn("crawl.settle-refused", { kind, code: settled.code, reason: settled.message });
    return kind === "yield" || (kind === "park" && settlement.state === "blocked") ? "pause" : "next";
  } catch (error) {
    await work.committing?.catch(() => undefined);
    if (error instanceof StaleLease) {
      // Someone else holds the keyword, or a person paused it: nothing of ours may be written any more.
      logger.warn("crawl.stale-lease", { fence: claim.fence });
      return "next";
    }
    // A fault of ours (storage, an object): the keyword is due again at once instead of when its lease ends.
    const failure: Settlement = { kind: "retry", outcome: "server", error: `internal: ${String(error)}` };
    await ledger.settle(claim.keywordId, claim.fence, failure).catch(() => {});
    throw error;
  } finally {
    clearInterval(renewal);
    await permits
      .close()
      .catch((error) => logger.warn("crawl.permit-not-returned", { error: String(error) }));
  }
}

/** Works through the open parts; a split answers the parts that are open then. */
async function crawlParts(work: Work, deadline: number): Promise<Settlement> {
  let open = work.claim.parts.filter((part) => part.state === "open");
  let last: Outcome = "ok";
  for (let part = open.shift(); part; part = open.shift()) {
    let page = part.page + 1;
    for (;;) {
      if (work.services.clock.now() >= deadline) {
        return { kind: "yield", reason: "time budget", resumeAt: work.services.clock.now() };
      }
      const query: SearchQuery = {
        keyword: work.claim.keyword,
        city: work.claim.city,
        channel: work.claim.channel,
        filters: part.filters,
        page,
      };
      const step = await crawlPage(work, part.part, query);
      if ("settlement" in step) return step.settlement;
      last = step.outcome;
      if (step.children.length > 0) {
        await commit(work);
        const split = await work.ledger.splitPart(
          work.claim.keywordId,
          work.claim.fence,
          part.part,
          step.children,
        );
        if (!split.ok) throw new StaleLease(split.message);
        open = split.value.parts;
        break;
      }
      const ended = await commitWhenDue(work, part.part, step.last);
      if (step.last || ended) break;
      page++;
    }
  }
  return {
    kind: "done",
    outcome: work.claim.run.rows === 0 ? last : "ok",
    earlyStopped: work.earlyStopped(),
  };
}

type PageStep = { settlement: Settlement } | { last: boolean; outcome: Outcome; children: SearchFilters[] };

async function crawlPage(work: Work, part: number, query: SearchQuery): Promise<PageStep> {
  const { services, claim, permits } = work;
  const permission = await permits.ask();
  if (!permission.granted) {
    const resumeAt = services.clock.now() + Math.max(1, permission.waitMs);
    return { settlement: { kind: "yield", reason: permission.reason, resumeAt } };
  }
  const fetched = await services.fetchList(claim.platform, query);
  if (!fetched.ok && fetched.busyMs !== undefined) {
    const resumeAt = services.clock.now() + fetched.busyMs;
    return { settlement: { kind: "yield", reason: "no free browser", resumeAt } };
  }
  if (!fetched.ok) {
    await tellGate(work, "network");
    return { settlement: { kind: "retry", outcome: "network", error: fetched.reason } };
  }
  const adapter = services.adapter(claim.platform);
  const read = adapter.readList(fetched.answer, query);
  await tellGate(work, read.outcome, read.retryAfterMs ?? undefined);
  if (classOf(read.outcome) !== "good") {
    const kept = await keepRefused(work, query, read, fetched.answer);
    return { settlement: settlementFor(read, kept) };
  }
  const cap = services.config.platforms[claim.platform].cap_rows;
  const last = read.last || read.outcome !== "ok" || query.page * adapter.pageSize >= cap;
  const children = query.page === 1 && (read.total ?? 0) > cap ? adapter.splitQuery(query) : [];
  work.buffer.add({
    part,
    page: query.page,
    items: read.items,
    reported: read.total,
    last: last && children.length === 0,
    outcome: read.outcome,
  });
  return { last, outcome: read.outcome, children };
}

/** What a page came to stands, whether the gate hears of it or not: its permit runs out by itself. */
async function tellGate({ permits, logger }: Work, outcome: Outcome, retryAfterMs?: number): Promise<void> {
  try {
    await permits.report(outcome, retryAfterMs);
  } catch (error) {
    logger.warn("crawl.gate-not-told", { outcome, error: String(error) });
  }
}

/** Throttling and server errors say nothing worth keeping; a refusal or a changed form does. */
async function keepRefused(
  work: Work,
  query: SearchQuery,
  read: ListAnswer,
  answer: Parameters<typeof keepPage>[3],
) {
  if (classOf(read.outcome) === "retry") return null;
  const { services, claim } = work;
  const why = { outcome: read.outcome, reason: read.reason ?? read.outcome };
  let key: string;
  try {
    key = await keepPage(services.store, claim, query, answer, why, services.clock.now());
  } catch (error) {
    // The page is lost; the refusal must not turn into an error of ours, which would be tried again.
    work.logger.error("crawl.page-not-kept", { page: query.page, ...why, error: String(error) });
    return null;
  }
  const noted = await work.ledger.note(claim.keywordId, claim.fence, "page-kept", {
    key,
    page: query.page,
    ...why,
  });
  if (!noted.ok) throw new StaleLease(noted.message);
  return key;
}

function settlementFor(read: ListAnswer, kept: string | null): Settlement {
  const error = `${read.reason ?? read.outcome}${kept ? ` (page kept: ${kept})` : ""}`;
  switch (classOf(read.outcome)) {
    case "park-blocked":
      return { kind: "park", state: "blocked", outcome: read.outcome, error };
    case "park-failed":
      return { kind: "park", state: "failed", outcome: read.outcome, error };
    default:
      return { kind: "retry", outcome: read.outcome, error, retryAfterMs: read.retryAfterMs ?? undefined };
  }
}

/** @returns true when early stop ended the part with the pages just saved */
async function commitWhenDue(work: Work, part: number, last: boolean): Promise<boolean> {
  const since = work.buffer.openedAt();
  const age = since === null ? 0 : work.services.clock.now() - since;
  if (!last && age < work.services.config.COMMIT_MS && work.buffer.rows() < COMMIT_ROWS) return false;
  if (last || !work.overlap) return (await commit(work)).has(part);
  await work.committing;
  const committing = commitHeld(work);
  // Whoever commits next hears of a failure.
  committing.catch(() => undefined);
  work.committing = committing;
  return false;
}

/**
 * Stores the pages still held. Where that fails, parked work stays parked: its pages are fetched again when a
 * person lets it go on, a risk answer is not asked for twice.
 */
async function storeRest(work: Work, settlement: Settlement): Promise<void> {
  try {
    await commit(work);
  } catch (error) {
    if (error instanceof StaleLease || settlement.kind !== "park") throw error;
    work.logger.error("crawl.rest-not-stored", { error: String(error) });
  }
}

/** @returns the parts that ended with the pages saved */
async function commit(work: Work): Promise<Set<number>> {
  await work.committing;
  return commitHeld(work);
}

async function commitHeld(work: Work): Promise<Set<number>> {
  const saved = await work.buffer.commit();
  if (saved && !saved.result.ok) throw new StaleLease(saved.result.message);
  if (saved?.result.ok) work.claim.run = saved.result.value.run;
  return new Set(saved?.pages.filter((page) => page.last).map((page) => page.part) ?? []);
}
