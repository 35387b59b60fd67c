/** Pages that could not be used are kept for a person (C5): what the site sent, why it was refused. */
import type { Claim } from "../../shared/contracts/keyword-ledger.ts";
import type { RawAnswer } from "../../shared/platforms/adapter.ts";
import type { BlobStore } from "../../shared/storage.ts";

/** R2 prefix; a lifecycle rule of the bucket ends what is older than 14 days (docs/deploy.md). */
export const FAILED_PAGES_PREFIX = "kept-pages/";
const MAX_CHARS = 1_000_000;

type PageOrigin = Pick<Claim, "platform" | "runId" | "keywordId">;

function placeOf({ platform, runId }: PageOrigin, page: number, now: number): string {
  const day = new Date(now).toISOString().slice(0, 10);
  return `${FAILED_PAGES_PREFIX}${day}/${platform}/${runId}-${now}-page${page}`;
}

/** What a browser showed. @returns its key */
export async function storeScreenshot(
  store: BlobStore,
  now: number,
  claim: PageOrigin,
  page: number,
  png: Uint8Array,
): Promise<string> {
  const key = `${placeOf(claim, page, now)}.png`;
  const { platform, runId, keywordId } = claim;
  await store.put(key, png, { platform, keyword_id: keywordId, run_id: runId, page: String(page) });
  return key;
}

/**
 * @param now Unix ms
 * @param page number of the list page, or of the one that led to it
 * @returns the key under which the page is kept
 */
export async function storeFailedPage(
  store: BlobStore,
  now: number,
  claim: PageOrigin,
  page: number,
  answer: RawAnswer,
  why: { outcome: string; reason: string },
): Promise<string> {
  const ending = answer.body.trimStart().startsWith("<") ? "html" : "json";
  const key = `${placeOf(claim, page, now)}.${ending}`;
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
  if (answer.screenshot) await storeScreenshot(store, now, claim, page, answer.screenshot);
  return key;
}

/**
 * Ends what was kept on a day before that of `before`.
 * @param before Unix ms
 * @returns how many pages and screenshots
 */
export async function deleteFailedPages(
  store: Pick<BlobStore, "list" | "delete">,
  before: number,
): Promise<number> {
  const oldest = `${FAILED_PAGES_PREFIX}${new Date(before).toISOString().slice(0, 10)}`;
  let deleted = 0;
  for (;;) {
    const { blobs } = await store.list(FAILED_PAGES_PREFIX);
    // Sorted by key, which begins with the day.
    const old = blobs.map(({ key }) => key).filter((key) => key < oldest);
    if (old.length === 0) return deleted;
    await store.delete(old);
    deleted += old.length;
  }
}
