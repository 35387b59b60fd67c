/**
 * Checks the pages of a node against the rows that it uploaded (X3): the checkpoint moves only over pages whose rows the
 * IngestLedger has, from this node, under this fence, in the number that the node says.
 */
import type { UploadTotals } from "../../../../shared/contracts/ingest-ledger.ts";
import type { PageProgress } from "../../../../shared/contracts/keyword-ledger.ts";
import type { WirePage } from "../../../../shared/contracts/node-api.ts";
import type { Platform } from "../../../../shared/contracts/platform.ts";
import { ApiError } from "../../../../shared/errors/codes.ts";
import type { Uploads } from "../../../ingest/upload/upload-request.ts";

export interface NodeLease {
  /** Name of the node as a sender of uploads. */
  sender: string;
  platform: Platform;
  runId: string;
  fence: number;
}

/**
 * @param now Unix ms
 * @returns the pages as the ledger takes them, with the place of their uploads
 * @throws ApiError invalid_state for rows that are not stored under this lease; nothing is changed then
 */
export async function withStoredRows(
  uploads: Pick<Uploads, "totals">,
  lease: NodeLease,
  pages: readonly WirePage[],
  now: number,
): Promise<PageProgress[]> {
  const ids = new Set(pages.flatMap((page) => page.batch_id ?? []));
  const totals = ids.size === 0 ? [] : await uploads.totals(lease.sender, [...ids]);
  const known = new Map(totals.map((upload) => [upload.id, upload]));
  for (const id of ids) checkUpload(id, known.get(id), lease, pages);
  const keys = new Set(pages.flatMap((page) => page.keys));
  const invalidLeft = new Map(totals.map(({ id, invalid }) => [id, invalid]));
  return pages.map((page, index) => {
    checkPage(page, keys);
    const pending = page.pending?.map((one) => ({ ...one, found_at: Math.min(one.found_at, now) }));
    const checked = pending ? { ...page, pending } : page;
    const { batch_id: id } = page;
    if (id === null) return { ...checked, invalid: 0 };
    // The ledger's count of invalid rows is the one that counts; the node only says on which page they were.
    const left = invalidLeft.get(id) ?? 0;
    const isLast = !pages.slice(index + 1).some((other) => other.batch_id === id);
    const invalid = isLast ? left : Math.min(page.invalid, left);
    invalidLeft.set(id, left - invalid);
    const upload = known.get(id);
    return {
      ...checked,
      invalid,
      batch_seq: upload?.seq,
      ...(upload?.quarantined && { quarantined: true, fresh: null, changed: null }),
    };
  });
}

function checkUpload(
  id: string,
  upload: UploadTotals | undefined,
  { platform, runId, fence }: NodeLease,
  pages: readonly WirePage[],
): void {
  const isOwn =
    upload?.platform === platform &&
    upload.data_type === "job" &&
    upload.run_id === runId &&
    upload.fence === fence;
  if (!upload || !isOwn) throw refused(`no upload ${id} of postings came under this lease`);
  const rows = pages.reduce((sum, page) => sum + (page.batch_id === id ? page.rows : 0), 0);
  if (rows !== upload.received)
    throw refused(`upload ${id} has ${upload.received} rows, the pages have ${rows}`);
}

/** @param keys of all pages of the call: the pages of postings come with the last list page of a commit */
function checkPage(
  { page, rows, batch_id: id, keys: own, pending }: WirePage,
  keys: ReadonlySet<string>,
): void {
  if (rows > 0 && id === null) throw refused(`page ${page} has rows and names no upload`);
  if (own.length > rows) throw refused(`page ${page} has more keys than rows`);
  const foreign = pending?.find(({ type, key }) => type === "job_detail" && !keys.has(key));
  if (foreign) throw refused(`page ${page} has a pending posting that no page shows`);
}

const refused = (message: string) => new ApiError("invalid_state", message);
