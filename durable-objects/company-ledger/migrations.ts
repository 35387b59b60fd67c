import companies from "../../migrations/objects/company-ledger/001_companies.sql";
import type { Migration } from "../base/migrate.ts";
import { MIGRATIONS as OF_KEYWORDS } from "../keyword-ledger/migrations.ts";

/**
 * The schema of CompanyLedger: the tables of the lease engine and of keywords' runs, in which a pull of a company's
 * postings is a search, and its own beside them.
 */
export const MIGRATIONS: readonly Migration[] = [
  ...OF_KEYWORDS,
  { name: "company_001_companies", sql: companies },
];
