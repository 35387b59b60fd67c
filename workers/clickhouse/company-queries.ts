/** Queries of the API about companies. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import type { Platform } from "../../shared/contracts/platform.ts";
import {
  type CompanyPosition,
  type CompanySearch,
  type FoundCompany,
  type StoredCompany,
  searchCompanies,
  showCompany,
} from "./queries/search-companies.ts";
import { runQuery } from "./query.ts";
import { runSearch } from "./search-query.ts";

export type { CompanyPosition, CompanySearch, FoundCompany, StoredCompany };

export interface CompanyQueries {
  /** @returns up to `limit` companies, fewer only when no more follow */
  search(query: CompanySearch): Promise<FoundCompany[]>;
  /** Null when there is no such company. */
  show(platform: Platform, companyKey: string): Promise<StoredCompany | null>;
}

export const createCompanyQueries = (client: ClickHouseClient): CompanyQueries => ({
  search: (query) => runSearch(client, searchCompanies(query)),
  show: async (platform, companyKey) =>
    (await runQuery(client, showCompany, { platform, company_key: companyKey }))[0] ?? null,
});
