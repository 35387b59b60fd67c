import leaseEngine from "../../migrations/objects/keyword-ledger/001_lease_engine.sql";
import keywords from "../../migrations/objects/keyword-ledger/002_keywords.sql";
import keywordsWithoutCase from "../../migrations/objects/keyword-ledger/003_keywords_without_case.sql";
import pendingPages from "../../migrations/objects/keyword-ledger/004_pending_pages.sql";
import keywordOwners from "../../migrations/objects/keyword-ledger/005_keyword_owners.sql";
import coverage from "../../migrations/objects/keyword-ledger/006_coverage.sql";
import pageTokens from "../../migrations/objects/keyword-ledger/007_page_tokens.sql";
import pageRateInMemory from "../../migrations/objects/keyword-ledger/008_page_rate_in_memory.sql";
import dropCounted from "../../migrations/objects/keyword-ledger/009_drop_counted.sql";
import totalsByLease from "../../migrations/objects/keyword-ledger/010_totals_by_lease.sql";
import recrawl from "../../migrations/objects/keyword-ledger/011_recrawl.sql";
import completeRuns from "../../migrations/objects/keyword-ledger/012_complete_runs.sql";
import countsInOneRow from "../../migrations/objects/keyword-ledger/013_counts_in_one_row.sql";
import leasesByPhase from "../../migrations/objects/keyword-ledger/014_leases_by_phase.sql";
import type { Migration } from "../base/migrate.ts";

/** The schema of KeywordLedger, oldest migration first. Objects record these names: they never change. */
export const MIGRATIONS: readonly Migration[] = [
  { name: "001_lease_engine", sql: leaseEngine },
  { name: "002_keywords", sql: keywords },
  { name: "003_keywords_without_case", sql: keywordsWithoutCase },
  { name: "004_pending_pages", sql: pendingPages },
  { name: "005_keyword_owners", sql: keywordOwners },
  { name: "006_coverage", sql: coverage },
  { name: "007_page_tokens", sql: pageTokens },
  { name: "008_page_rate_in_memory", sql: pageRateInMemory },
  { name: "009_drop_counted", sql: dropCounted },
  { name: "010_totals_by_lease", sql: totalsByLease },
  { name: "011_recrawl", sql: recrawl },
  { name: "012_complete_runs", sql: completeRuns },
  { name: "013_counts_in_one_row", sql: countsInOneRow },
  { name: "014_leases_by_phase", sql: leasesByPhase },
];
