/** Pages that could not be used are kept for a person (C5): what the site sent, why it was refused. */
import type { Claim } from "../../shared/contracts/ledger.ts";
import type { RawAnswer } from "../../shared/platforms/adapter.ts";
import type { BlobStore } from "../../shared/storage.ts";

/** R2 prefix; a lifecycle rule of the bucket ends what is older than 14 days (docs/deploy.md). */
export const KEPT_PAGES_PREFIX = "kept-pages/";
const MAX_CHARS = 1_000_000;

/**
 * @param now Unix ms
 * @param page number of the list page, or of the one that led to it
 * @returns the key under which the page is kept
 */
export async function keepPage(
  store: BlobStore,
  now: number,
  claim: Pick<Claim, "platform" | "runId" | "keywordId">,
  page: number,
  answer: RawAnswer,
  why: { outcome: string; reason: string },
): Promise<string> {
  const day = new Date(now).toISOString().slice(0, 10);
  const ending = answer.body.trimStart().startsWith("<") ? "html" : "json";
  const key = `${KEPT_PAGES_PREFIX}${day}/${claim.platform}/${claim.runId}-${now}-page${page}.${ending}`;
  await store.put(key, answer.body.slice(0, MAX_CHARS), {
    platform: claim.platform,
    keyword_id: claim.keywordId,
    run_id: claim.runId,
    page: String(page),
    status: String(answer.status),
    outcome: why.outcome,
    // Metadata travels in HTTP headers: ASCII only.
    reason: encodeURIComponent(why.reason).slice(0, 500),
  });
  if (answer.screenshot) await store.put(`${key}.png`, answer.screenshot, { of: key });
  return key;
}
