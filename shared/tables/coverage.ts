/** How completely each search was read. */
import type { CoveredSearch } from "../contracts/keyword-ledger.ts";
import { count, instant, type RowOf, word } from "./column.ts";
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
  },
});

/** A line of JSONEachRow. */
export const keywordCoverageLine = (
  name: RowOf<typeof keywordCoverage.columns>["platform"],
  { keyword, city, at, distinct, reported }: CoveredSearch,
): string =>
  JSON.stringify({
    platform: name,
    keyword,
    city,
    at,
    distinct_jobs: distinct,
    reported,
  } satisfies RowOf<typeof keywordCoverage.columns>);
