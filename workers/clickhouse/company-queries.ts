/** Queries of the API about companies. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import type { Platform } from "../../shared/contracts/platform.ts";
import {
  type CompanyLife,
  type CompanyPosition,
  type CompanySearch,
  companyLife,
  type FoundCompany,
  type StoredCompany,
  searchCompanies,
  showCompany,
} from "./queries/search-companies.ts";
import { runSearch } from "./search-query.ts";

export type { CompanyLife, CompanyPosition, CompanySearch, FoundCompany, StoredCompany };

export interface CompanyQueries {
  /** @returns up to `limit` companies, fewer only when no more follow */
  search(query: CompanySearch): Promise<FoundCompany[]>;
  /** Null when there is no such company. */
  show(platform: Platform, companyKey: string): Promise<StoredCompany | null>;
  /** When its postings were seen; null when it has none. */
  life(platform: Platform, companyKey: string): Promise<CompanyLife | null>;
}

export const createCompanyQueries = (client: ClickHouseClient): CompanyQueries => ({
  search: (query) => runSearch(client, searchCompanies(query)),
  show: async (platform, companyKey) =>
    (await runSearch(client, showCompany, { platform, company_key: companyKey }))[0] ?? null,
  life: async (platform, companyKey) =>
    (await runSearch(client, companyLife, { platform, company_key: companyKey }))[0] ?? null,
});
