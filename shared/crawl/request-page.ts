/**
 * One request to a platform: acquire a permit, fetch, read the typed outcome, report it to the gate. The page of a
 * refusal is stored for a person to look at.
 */
import type { Claim, Settlement } from "../contracts/keyword-ledger.ts";
import type { Outcome } from "../contracts/platform.ts";
import { classOf } from "../domain/retry-policy.ts";
import type { DetailAnswer, ListAnswer, RawAnswer } from "../platforms/adapter.ts";
import type { CrawlLedger, CrawlLogger, CrawlServices } from "./crawl-services.ts";
import type { FetchResult } from "./fetch-result.ts";
import type { Permits } from "./permits.ts";

/** Another lane holds the keyword, or a person paused it: this lane must write nothing more. */
export class StaleLease extends Error {}

/** The lane and the claim that a request is made for. */
export interface PageRequester {
  services: CrawlServices;
  ledger: CrawlLedger;
  claim: Claim;
  permits: Permits;
  /** Asks whether the lane still holds its keyword, while it waits. @throws StaleLease */
  stillHeld(): Promise<void>;
  logger: CrawlLogger;
}

export interface PageSubject {
  /** Number of the list page, or of the list page that led to this one. */
  page: number;
  /** Names the page in errors when it is not a list page, for example `company 4a1f`. */
  what?: string;
}

type Read = ListAnswer | DetailAnswer;

/**
 * @returns the answer as read when the request came to a good end, else how the work on the keyword ends
 * @throws StaleLease
 */
export async function requestPage<T extends Read>(
  requester: PageRequester,
  fetchAnswer: () => Promise<FetchResult>,
  readAnswer: (answer: RawAnswer) => T,
  subject: PageSubject,
): Promise<{ read: T } | { settlement: Settlement }> {
  const { services, permits } = requester;
  const permission = await permits.acquire();
  if (!permission.granted) {
    const resumeAt = services.clock.now() + Math.max(1, Math.ceil(permission.waitMs));
    return { settlement: { kind: "yield", reason: permission.reason, resume_at: resumeAt } };
  }
  const fetched = await fetchAnswer();
  if (!fetched.ok && fetched.retryInMs !== undefined) {
    const resumeAt = services.clock.now() + Math.ceil(fetched.retryInMs);
    return { settlement: { kind: "yield", reason: "no free browser", resume_at: resumeAt } };
  }
  if (!fetched.ok) {
    await reportToGate(requester, "network");
    return { settlement: { kind: "retry", outcome: "network", error: named(subject, fetched.reason) } };
  }
  const read = readAnswer(fetched.answer);
  await reportToGate(requester, read.outcome, read.retryAfterMs ?? undefined);
  if (classOf(read.outcome) === "good") return { read };
  const reason = named(subject, read.reason ?? read.outcome);
  const kept = await keepRefused(requester, subject.page, { outcome: read.outcome, reason }, fetched.answer);
  return { settlement: settlementFor(read, reason, kept) };
}

const named = ({ what }: PageSubject, reason: string) => (what === undefined ? reason : `${what}: ${reason}`);

/** A failed report to the gate doesn't change the page's outcome: the permit expires by itself. */
async function reportToGate(
  { permits, logger }: PageRequester,
  outcome: Outcome,
  retryAfterMs?: number,
): Promise<void> {
  try {
    await permits.report(outcome, retryAfterMs);
  } catch (error) {
    logger.warn("crawl.gate-not-told", { outcome, error: String(error) });
  }
}

/** Stores the page of a refusal or of a changed format; throttling and server errors carry nothing to look at. */
async function keepRefused(
  { services, claim, ledger, logger }: PageRequester,
  page: number,
  why: { outcome: Outcome; reason: string },
  answer: RawAnswer,
): Promise<string | null> {
  if (classOf(why.outcome) === "retry") return null;
  let key: string;
  try {
    key = await services.storeFailedPage(claim, page, answer, why);
  } catch (error) {
    // The page is lost. The refusal must not become an internal error, which would be retried.
    logger.error("crawl.page-not-kept", { page, ...why, error: String(error) });
    return null;
  }
  const detail = { key, page, ...why };
  const noted = await ledger.note(claim.keyword_id, claim.fence, "page-kept", detail).catch((error) => {
    logger.warn("crawl.page-not-noted", { key, error: String(error) });
    return null;
  });
  if (noted && !noted.ok) throw new StaleLease(noted.message);
  return key;
}

function settlementFor(read: Read, reason: string, kept: string | null): Settlement {
  const error = `${reason}${kept ? ` (page kept: ${kept})` : ""}`;
  switch (classOf(read.outcome)) {
    case "park-blocked":
      return { kind: "park", state: "blocked", outcome: read.outcome, error };
    case "park-failed":
      return { kind: "park", state: "failed", outcome: read.outcome, error };
    default:
      return { kind: "retry", outcome: read.outcome, error, retry_after_ms: read.retryAfterMs ?? undefined };
  }
}
