/** The address of the companies page: filter, order, and the company that is open. */
import type { CompanyFilter } from "../../../../shared/contracts/company-search.ts";
import { COMPANY_SORTS, type CompanySort } from "../../../../shared/contracts/job-sorts.ts";
import type { Platform } from "../../../../shared/contracts/platform.ts";
import { readJobFilter, readPlatformKey } from "../../ui/job-filter/address.ts";
import { readOneOf, readPages } from "../search-values.ts";

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
  const opened = readPlatformKey(raw.open);
  return {
    filter: readJobFilter(known),
    sort: readOneOf(raw.sort, COMPANY_SORTS) ?? "postings",
    open: opened && { platform: opened.platform, companyKey: opened.key },
    pages: readPages(raw.pages),
  };
}
