/** The address of the companies page: filter, order, and the company that is open. */
import type { CompanyFilter } from "../../../../shared/contracts/company-search.ts";
import { COMPANY_SORTS, type CompanySort } from "../../../../shared/contracts/job-sorts.ts";
import type { Platform } from "../../../../shared/contracts/platform.ts";
import { PLATFORMS } from "../../../../shared/contracts/vocabulary.ts";
import { readJobFilter } from "../../ui/job-filter/address.ts";
import { readOneOf, readPages, readText } from "../search-values.ts";

export interface CompanySearch extends CompanyFilter {
  /** Most postings first when absent. */
  sort?: CompanySort;
  /** The company in the drawer: `platform:key`. */
  open?: string;
  /** Pages of the list that are loaded, when more than one. */
  pages?: number;
  /** Id of a saved search, which takes the place of all that. */
  saved?: string;
}

export const COMPANY_MEMBERS = [
  "platform",
  "city",
  "industry",
  "company_size",
  "company_type",
  "text",
] as const satisfies (keyof CompanyFilter)[];

export function readCompanySearch(raw: Record<string, unknown>): {
  filter: CompanyFilter;
  sort: CompanySort;
  open: { platform: Platform; companyKey: string } | undefined;
  pages: number | undefined;
} {
  const known = Object.fromEntries(COMPANY_MEMBERS.map((name) => [name, raw[name]]));
  const [first, ...key] = (readText(raw.open) ?? "").split(":");
  const platform = readOneOf(first, PLATFORMS);
  return {
    filter: readJobFilter(known),
    sort: readOneOf(raw.sort, COMPANY_SORTS) ?? "postings",
    open: platform && key.length > 0 ? { platform, companyKey: key.join(":") } : undefined,
    pages: readPages(raw.pages),
  };
}
