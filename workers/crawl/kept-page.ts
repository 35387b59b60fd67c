/** Pages that could not be used are kept for a person (C5): what the site sent, why it was refused. */
import type { Claim } from "../../shared/contracts/ledger.ts";
import type { RawAnswer, SearchQuery } from "../../shared/platforms/adapter.ts";
import type { BlobStore } from "../../shared/storage.ts";

/** R2 prefix; a lifecycle rule of the bucket ends what is older than 14 days (docs/deploy.md). */
export const KEPT_PAGES_PREFIX = "kept-pages/";
const MAX_CHARS = 1_000_000;

/** @returns the key under which the page is kept */
export async function keepPage(
  store: BlobStore,
  claim: Claim,
  query: SearchQuery,
  answer: RawAnswer,
  why: { outcome: string; reason: string },
  now: number,
): Promise<string> {
  const day = new Date(now).toISOString().slice(0, 10);
  const ending = answer.body.trimStart().startsWith("<") ? "html" : "json";
  const key = `${KEPT_PAGES_PREFIX}${day}/${claim.platform}/${claim.runId}-${now}-page${query.page}.${ending}`;
  await store.put(key, answer.body.slice(0, MAX_CHARS), {
    platform: claim.platform,
    keyword_id: claim.keywordId,
    run_id: claim.runId,
    page: String(query.page),
    status: String(answer.status),
    outcome: why.outcome,
    // Metadata travels in HTTP headers: ASCII only.
    reason: encodeURIComponent(why.reason).slice(0, 500),
  });
  return key;
}
