import type { IngestBatch } from "../contracts/ingest.ts";
import type { Claim } from "../contracts/keyword-ledger.ts";
import type { DataType, FilterDimension } from "../contracts/platform.ts";
import type { CrawlServices } from "./crawl-services.ts";

/** Makes the batch that stores rows which the claim's run fetched now. */
export function batchOf(
  { newId, source, clock }: Pick<CrawlServices, "newId" | "source" | "clock">,
  claim: Claim,
  dataType: DataType,
  rows: unknown[],
  filters?: readonly FilterDimension[],
): IngestBatch {
  const { platform, channel, keyword_id, run_id, keyword, city, company_key } = claim;
  return {
    batch_id: newId(),
    platform,
    channel,
    data_type: dataType,
    rows,
    // Nobody searched for what the work on a company brings: it counts for no keyword.
    run: company_key === undefined ? { keyword_id, run_id, keyword, city } : null,
    source,
    request_id: run_id,
    collected_at: clock.now(),
    ...(filters && { filters }),
  };
}
