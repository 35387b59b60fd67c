/** Stores failed pages for inspection (C5): the site's answer and the reason why it was rejected. */
import type { Claim } from "../../shared/contracts/keyword-ledger.ts";
import type { RawAnswer } from "../../shared/platforms/adapter.ts";
import { type BlobStore, blobPages } from "../../shared/storage.ts";

/** R2 prefix; a lifecycle rule of the bucket deletes objects older than 14 days (docs/deploy.md). */
export const FAILED_PAGES_PREFIX = "kept-pages/";
const MAX_CHARS = 1_000_000;

type PageOrigin = Pick<Claim, "platform" | "run_id" | "keyword_id" | "company_key"> & {
  /**
   * Set for a node's page: its lease has one page of each format and one screenshot; a later one takes the place of the
   * earlier. A refused page ends the work on a keyword, so the engine sends no second one.
   */
  node_fence?: number;
};

function keyOf(
  { platform, run_id: runId, node_fence: fence }: PageOrigin,
  page: number,
  now: number,
): string {
  const day = new Date(now).toISOString().slice(0, 10);
  const name = fence === undefined ? `${runId}-${now}-page${page}` : `${runId}-lease${fence}`;
  return `${FAILED_PAGES_PREFIX}${day}/${platform}/${name}`;
}

/** Metadata is sent in HTTP headers, which allow ASCII only; a company's key is what the site sent. */
const originOf = ({
  platform,
  keyword_id,
  run_id,
  company_key: companyKey,
}: PageOrigin): Record<string, string> =>
  companyKey === undefined
    ? { platform, keyword_id, run_id }
    : { platform, company_key: encodeURIComponent(companyKey.toWellFormed()), run_id };

/** Stores a screenshot of the browser. @returns its key */
export async function storeScreenshot(
  store: BlobStore,
  now: number,
  claim: PageOrigin,
  page: number,
  png: Uint8Array,
): Promise<string> {
  const key = `${keyOf(claim, page, now)}.png`;
  await store.put(key, png, { ...originOf(claim), page: String(page) });
  return key;
}

/**
 * @param now Unix ms
 * @param page number of the list page, or of the list page that led to it
 * @returns the key under which the page is stored
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
  const key = `${keyOf(claim, page, now)}.${ending}`;
  await store.put(key, answer.body.slice(0, MAX_CHARS), {
    ...originOf(claim),
    page: String(page),
    status: String(answer.status),
    outcome: why.outcome,
    // Metadata is sent in HTTP headers, which allow ASCII only. Half of a surrogate pair can't be encoded.
    reason: encodeURIComponent(why.reason.slice(0, 500).toWellFormed()).slice(0, 500),
  });
  if (answer.screenshot) await storeScreenshot(store, now, claim, page, answer.screenshot);
  return key;
}

/** Objects whose keys are looked at by a dry run; it tells this number when there are more. */
const MAX_COUNTED = 20_000;

async function countFailedPages(store: Pick<BlobStore, "list">, before: number): Promise<number> {
  const oldest = `${FAILED_PAGES_PREFIX}${new Date(before).toISOString().slice(0, 10)}`;
  let count = 0;
  for await (const blobs of blobPages(store, FAILED_PAGES_PREFIX)) {
    count += blobs.filter(({ key }) => key < oldest).length;
    if (count >= MAX_COUNTED || (blobs.at(-1)?.key ?? "") >= oldest) break;
  }
  return count;
}

/**
 * Deletes pages and screenshots stored on a day before that of `before`.
 * @param before Unix ms
 * @returns number of objects deleted
 */
export async function deleteFailedPages(
  store: Pick<BlobStore, "list" | "delete">,
  before: number,
  dry = false,
): Promise<number> {
  if (dry) return countFailedPages(store, before);
  const oldest = `${FAILED_PAGES_PREFIX}${new Date(before).toISOString().slice(0, 10)}`;
  let deleted = 0;
  for (;;) {
    const { blobs } = await store.list(FAILED_PAGES_PREFIX);
    // The list is sorted by key, which begins with the day.
    const old = blobs.map(({ key }) => key).filter((key) => key < oldest);
    if (old.length === 0) return deleted;
    await store.delete(old);
    deleted += old.length;
  }
}
