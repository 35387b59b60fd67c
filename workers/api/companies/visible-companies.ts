/** Companies for a caller from whom recruiters are hidden, by the rule of workers/api/http/hidden-contacts.ts. */
import type { CompanyFilter, CompanySort } from "../../../shared/contracts/company-search.ts";
import type { JobCount } from "../../../shared/contracts/job-search.ts";
import { foldText, holdsWords, wordsOf } from "../../../shared/domain/job-words.ts";
import { maskAnswer } from "../../../shared/platforms/recruiter-mask.ts";
import type {
  CompanyPosition,
  CompanyQueries,
  CompanySearch,
  FoundCompany,
} from "../../clickhouse/company-queries.ts";
import { asksForContacts, NEXT_ROWS, scanVisible, visiblePage } from "../http/hidden-contacts.ts";

type Search = Pick<CompanyQueries, "search">;

export const positionOf = (sort: CompanySort, company: FoundCompany): CompanyPosition => ({
  value: sort === "postings" ? company.postings : company.collected_at,
  platform: company.platform,
  company_key: company.company_key,
});

/** How the companies of a text are read: the words must be in the names that the caller is shown. */
function scanOf(companies: Search, { filter, sort }: Pick<CompanySearch, "filter" | "sort">, text: string) {
  const words = wordsOf(text);
  return {
    search: (limit: number, after: CompanyPosition | undefined) =>
      companies.search({ filter, sort, limit, after }),
    positionOf: (row: FoundCompany) => positionOf(sort, row),
    mayFind: ({ name, full_name }: FoundCompany) =>
      holdsWords(
        maskAnswer([name, full_name]).map((shown) => foldText(shown ?? "")),
        words,
      ),
  };
}

/**
 * @returns up to `query.limit` rows, fewer only when no more follow
 * @throws ApiError validation_failed when the words occur too often in what is hidden
 */
export async function visibleCompanies(companies: Search, query: CompanySearch): Promise<FoundCompany[]> {
  const { filter, limit, after } = query;
  if (asksForContacts(filter)) return [];
  if (filter.text === undefined) return companies.search(query);
  return visiblePage({ ...scanOf(companies, query, filter.text), after, limit });
}

/** @returns how many companies of a text the caller may find, of those that were read for it */
export async function countVisibleCompanies(
  companies: Search,
  filter: CompanyFilter & { text: string },
): Promise<JobCount> {
  if (asksForContacts(filter)) return { value: 0, exact: true };
  const scan = scanOf(companies, { filter, sort: "newest" }, filter.text);
  const { rows, complete } = await scanVisible({ ...scan, limit: Number.POSITIVE_INFINITY }, NEXT_ROWS);
  return { value: rows.length, exact: complete };
}
