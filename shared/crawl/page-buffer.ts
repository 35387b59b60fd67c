/**
 * Pages that are fetched but not yet durable. `commit` writes their rows to the spool as one batch and only then
 * moves the checkpoint (X3): a crash in between costs the pages of one commit, which are fetched again.
 */
import type {
  Claim,
  KeywordLedgerApi,
  LedgerResult,
  PageProgress,
  SaveResult,
} from "../contracts/keyword-ledger.ts";
import type { FilterDimension, Outcome, SearchFilters } from "../contracts/platform.ts";
import type { SeenVerdict } from "../contracts/seen-index.ts";
import { batchOf } from "./batch-of.ts";
import type { CrawlServices } from "./crawl-services.ts";

export interface FetchedPage {
  part: number;
  /** Filters of the part. */
  filters: SearchFilters;
  page: number;
  items: unknown[];
  reported: number | null;
  last: boolean;
  outcome: Outcome;
}

export type BufferServices = Pick<
  CrawlServices,
  "accept" | "adapter" | "seenJobs" | "clock" | "newId" | "source"
>;

export interface PageBuffer {
  add(page: FetchedPage): void;
  /** Unix ms at which the oldest page in the buffer was added; null when empty. */
  openedAt(): number | null;
  rows(): number;
  /** @returns null when the buffer was empty */
  commit(): Promise<{ pages: PageProgress[]; result: LedgerResult<SaveResult> } | null>;
}

/**
 * @param countFresh counts the new postings of each page with SeenIndex (re-crawls with early stop)
 * @param beforeSave may mark pages as the last of their part
 */
export function createPageBuffer(
  services: BufferServices,
  ledger: Pick<KeywordLedgerApi, "saveProgress">,
  claim: Claim,
  countFresh: boolean,
  beforeSave: (pages: PageProgress[]) => void,
): PageBuffer {
  let pages: FetchedPage[] = [];
  let since: number | null = null;

  return {
    add(page) {
      since ??= services.clock.now();
      pages.push(page);
    },
    openedAt: () => since,
    rows: () => pages.reduce((sum, page) => sum + page.items.length, 0),
    async commit() {
      if (pages.length === 0) return null;
      const held = pages;
      pages = [];
      since = null;
      const progress = await store(services, claim, held, countFresh);
      beforeSave(progress);
      return { pages: progress, result: await ledger.saveProgress(claim.keyword_id, claim.fence, progress) };
    },
  };
}

const filtersOf = (pages: readonly FetchedPage[]): FilterDimension[] => [
  ...new Set(pages.flatMap(({ filters }) => Object.keys(filters) as FilterDimension[])),
];

async function store(
  services: BufferServices,
  claim: Claim,
  pages: FetchedPage[],
  countFresh: boolean,
): Promise<PageProgress[]> {
  const rows = pages.flatMap((page) => page.items);
  const batch = rows.length === 0 ? null : batchOf(services, claim, "job", rows, filtersOf(pages));
  const accepted = batch ? await services.accept(batch) : { entries: [], invalid: [], quarantined: false };
  // What waits in quarantine is not stored, so that it is neither new nor known.
  const isCounted = countFresh && !accepted.quarantined;
  const verdicts = isCounted ? await services.seenJobs(claim.platform, accepted.entries) : null;

  const { company_key: ownKey } = claim;
  const companyOf = (row: unknown) => services.adapter(claim.platform).companyKey(row);
  let start = 0;
  return pages.map((page) => {
    const end = start + page.items.length;
    const inPage = (index: number) => index >= start && index < end;
    const entries = accepted.entries.filter((entry) => inPage(entry.index));
    const countOf = (verdict: SeenVerdict) =>
      verdicts
        ? accepted.entries.filter((entry, at) => inPage(entry.index) && verdicts[at] === verdict).length
        : null;
    const progress: PageProgress = {
      part: page.part,
      page: page.page,
      reported: page.reported,
      rows: page.items.length,
      invalid: accepted.invalid.filter((row) => inPage(row.index)).length,
      keys: entries.map((entry) => entry.key),
      ...(ownKey !== undefined && {
        own_keys: entries.filter(({ index }) => companyOf(rows[index]) === ownKey).map(({ key }) => key),
      }),
      fresh: countOf("new"),
      changed: countOf("changed"),
      last: page.last,
      outcome: page.outcome,
      batch_id: page.items.length === 0 ? null : (batch?.batch_id ?? null),
      ...(accepted.quarantined && page.items.length > 0 && { quarantined: true }),
    };
    start = end;
    return progress;
  });
}
