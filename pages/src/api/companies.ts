/** Reads companies: the search, and a single one. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { CompanyFilter, CompanySort } from "../../../shared/contracts/company-search.ts";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { api, dataOf } from "./client.ts";
import { keysetPages, PAGE_ROWS } from "./keyset.ts";
import type { CompanyView } from "./types.ts";

/** Root of every query key below. */
export const COMPANIES_KEY = ["companies"];

export const companyList = (filter: CompanyFilter, sort: CompanySort) =>
  infiniteQueryOptions({
    queryKey: [...COMPANIES_KEY, "list", filter, sort],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.companies.$get(
          { query: { ...filter, sort, limit: PAGE_ROWS, cursor: pageParam } },
          { init: { signal } },
        ),
        signal,
      ),
    ...keysetPages<CompanyView>(),
  });

export const companyDetail = (platform: Platform, companyKey: string) =>
  queryOptions({
    queryKey: [...COMPANIES_KEY, "detail", platform, companyKey],
    queryFn: ({ signal }) =>
      dataOf(
        api.companies[":platform"][":company_key"].$get(
          { param: { platform, company_key: companyKey } },
          { init: { signal } },
        ),
        signal,
      ),
  });
