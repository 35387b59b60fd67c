/** How completely each search was read. */
import type { CoveredSearch } from "../contracts/keyword-ledger.ts";
import { count, flag, instant, label, maybeInstant, type RowOf, text, word } from "./column.ts";
import { platform } from "./provenance.ts";
import { defineTable } from "./table.ts";

export const keywordCoverage = defineTable({
  name: "keyword_coverage",
  comment: "How completely a search was read, one row when a run ends; 800 days. Exported by the hour",
  columns: {
    platform,
    keyword: word("keyword as it is searched"),
    city: word("city of the search, common name"),
    at: instant("when the run ended"),
    distinct_jobs: count("UInt32", "distinct postings seen since the last complete run began"),
    reported: count("UInt32", "postings that the site reported last"),
    run_id: text("run that read it; null before this was told"),
    channel: label("channel of the search"),
    started_at: maybeInstant("when the run began"),
    complete: flag(
      "the run read the whole list: first to last page, nothing twice, at least 0.98 of what was reported",
    ),
  },
});

/** A line of JSONEachRow. */
export const keywordCoverageLine = (
  name: RowOf<typeof keywordCoverage.columns>["platform"],
  { distinct, ...run }: CoveredSearch,
): string =>
  JSON.stringify({
    platform: name,
    ...run,
    distinct_jobs: distinct,
  } satisfies RowOf<typeof keywordCoverage.columns>);
