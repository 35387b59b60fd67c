/** One request to a platform: permit -> answer -> typed outcome -> told to the gate; a refusal is kept for a person. */
import type { Claim, Settlement } from "../contracts/keyword-ledger.ts";
import type { Outcome } from "../contracts/platform.ts";
import { classOf } from "../domain/retry-policy.ts";
import type { DetailAnswer, ListAnswer, RawAnswer } from "../platforms/adapter.ts";
import type { CrawlLedger, CrawlLogger, CrawlServices } from "./crawl-services.ts";
import type { Fetched } from "./fetched.ts";
import type { Permits } from "./permits.ts";

/** Someone else holds the keyword, or a person paused it: nothing may be written any more. */
export class StaleLease extends Error {}

/** Who asks: one lane with one claim. */
export interface Asker {
  services: CrawlServices;
  ledger: CrawlLedger;
  claim: Claim;
  permits: Permits;
  logger: CrawlLogger;
}

export interface AskedFor {
  /** List page, or the one that led to this page. */
  page: number;
  /** What was asked for, when it is not a list page. */
  what?: string;
}

type Read = ListAnswer | DetailAnswer;

/**
 * @returns a good end of the request, or how the work on the keyword ends
 * @throws StaleLease
 */
export async function askSite<T extends Read>(
  asker: Asker,
  fetchAnswer: () => Promise<Fetched>,
  readAnswer: (answer: RawAnswer) => T,
  asked: AskedFor,
): Promise<{ read: T } | { settlement: Settlement }> {
  const { services, permits } = asker;
  const permission = await permits.ask();
  if (!permission.granted) {
    const resumeAt = services.clock.now() + Math.max(1, permission.waitMs);
    return { settlement: { kind: "yield", reason: permission.reason, resumeAt } };
  }
  const fetched = await fetchAnswer();
  if (!fetched.ok && fetched.busyMs !== undefined) {
    const resumeAt = services.clock.now() + fetched.busyMs;
    return { settlement: { kind: "yield", reason: "no free browser", resumeAt } };
  }
  if (!fetched.ok) {
    await tellGate(asker, "network");
    return { settlement: { kind: "retry", outcome: "network", error: named(asked, fetched.reason) } };
  }
  const read = readAnswer(fetched.answer);
  await tellGate(asker, read.outcome, read.retryAfterMs ?? undefined);
  if (classOf(read.outcome) === "good") return { read };
  const reason = named(asked, read.reason ?? read.outcome);
  const kept = await keepRefused(asker, asked.page, { outcome: read.outcome, reason }, fetched.answer);
  return { settlement: settlementFor(read, reason, kept) };
}

const named = ({ what }: AskedFor, reason: string) => (what === undefined ? reason : `${what}: ${reason}`);

/** What a page came to stands, whether the gate hears of it or not: its permit runs out by itself. */
async function tellGate({ permits, logger }: Asker, outcome: Outcome, retryAfterMs?: number): Promise<void> {
  try {
    await permits.report(outcome, retryAfterMs);
  } catch (error) {
    logger.warn("crawl.gate-not-told", { outcome, error: String(error) });
  }
}

/** Throttling and server errors say nothing worth keeping; a refusal or a changed form does. */
async function keepRefused(
  { services, claim, ledger, logger }: Asker,
  page: number,
  why: { outcome: Outcome; reason: string },
  answer: RawAnswer,
): Promise<string | null> {
  if (classOf(why.outcome) === "retry") return null;
  let key: string;
  try {
    key = await services.keepPage(claim, page, answer, why);
  } catch (error) {
    // The page is lost; the refusal must not turn into an error of ours, which would be tried again.
    logger.error("crawl.page-not-kept", { page, ...why, error: String(error) });
    return null;
  }
  const detail = { key, page, ...why };
  const noted = await ledger.note(claim.keywordId, claim.fence, "page-kept", detail).catch((error) => {
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
      return { kind: "retry", outcome: read.outcome, error, retryAfterMs: read.retryAfterMs ?? undefined };
  }
}
