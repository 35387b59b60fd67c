/** Plans the detail and company pages that the rows of a list page lead to. */
import type { AcceptResult, IngestBatch } from "../contracts/ingest.ts";
import type { PageToken, PendingPage } from "../contracts/pending-page.ts";
import type { CrawlServices } from "./crawl-services.ts";

/** A pending page without the number of its list page, which the batch does not know. */
export type FoundPage = Omit<PendingPage, "page">;

type Planner = Pick<CrawlServices, "adapter" | "config" | "clock" | "pageFetches">;

export interface Plan {
  pages: FoundPage[];
  /** Number of postings whose row lacks what the request needs. */
  withoutToken: number;
}

/**
 * Plans the postings first, in the list's order, then their companies. Leaves out pages that are already known for
 * the content that the list shows now.
 * @param accepted the result of storing `batch`
 */
export async function planPages(
  { adapter: adapterOf, config, clock, pageFetches }: Planner,
  batch: IngestBatch,
  accepted: AcceptResult,
): Promise<Plan> {
  const { platform } = batch;
  const settings = config.platforms[platform];
  const adapter = adapterOf(platform);
  const now = clock.now();
  const plan: Plan = { pages: [], withoutToken: 0 };
  const found = (type: FoundPage["type"], key: string, hash: string, token: PageToken): FoundPage => ({
    type,
    key,
    hash,
    found_at: batch.collected_at,
    token,
  });

  const entries = [...new Map(accepted.entries.map((entry) => [entry.key, entry])).values()];
  const wanted = await pageFetches.wanted(platform, "job_detail", entries.map(toSeen), now);
  for (const [at, { index, key, hash }] of entries.entries()) {
    if (!wanted[at]) continue;
    const token = adapter.detailToken(batch.rows[index]);
    if (token) plan.pages.push(found("job_detail", key, hash, token));
    else plan.withoutToken++;
  }

  if (settings.company_days === 0) return plan;
  const companies = new Set(entries.flatMap(({ index }) => adapter.companyKey(batch.rows[index]) ?? []));
  const keys = [...companies];
  const open = await pageFetches.wanted(
    platform,
    "company",
    keys.map((key) => ({ key, hash: "" })),
    now,
  );
  for (const key of keys.filter((_key, at) => open[at])) {
    plan.pages.push(found("company", key, "", {}));
  }
  return plan;
}

const toSeen = ({ key, hash }: { key: string; hash: string }) => ({ key, hash });
