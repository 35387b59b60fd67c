import type { PageToken } from "../../contracts/pending-page.ts";
import type { AdapterContext, BrowserSpec, RequestSpec, SearchQuery } from "../adapter.ts";
import { requireCityCode } from "../city-code.ts";
import { filterParams } from "../filter-table.ts";
import { queryString } from "../query-string.ts";
import { JSON_HEADERS, PAGE_HEADERS } from "../request-headers.ts";
import { CITY_CODES, FILTERS, PAGE_SIZE } from "./codes.ts";

const LIST_PATH = "/c/i/search/positions";

/** The search takes a district's code in the place of its city's. */
const areaOf = (query: SearchQuery): string => query.filters.district || requireCityCode(CITY_CODES, query);

export async function listRequest(query: SearchQuery, { settings }: AdapterContext): Promise<RequestSpec> {
  const body = {
    S_SOU_FULL_INDEX: query.keyword,
    S_SOU_WORK_CITY: areaOf(query),
    ...Object.fromEntries(filterParams(FILTERS, query.filters, query.place?.codes)),
    pageIndex: query.page,
    pageSize: PAGE_SIZE,
    anonymous: 1,
    eventScenario: "pcSearchedSouSearch",
    platform: 13,
  };
  return {
    method: "POST",
    url: `${settings.list_url}${LIST_PATH}`,
    headers: {
      ...JSON_HEADERS,
      "content-type": "application/json",
      "x-zp-platform": "13",
      "x-zp-page-code": "4019",
    },
    body: JSON.stringify(body),
  };
}

/** The names of the body fields in the address of the search page. */
const PAGE_PARAMS: Readonly<Record<string, string>> = {
  S_SOU_WORK_EXPERIENCE: "we",
  S_SOU_EDUCATION_LOWESTLEVEL: "el",
  S_SOU_SALARY: "sl",
  S_SOU_COMPANY_SCALE: "cs",
};

/** The search page, whose script requests the same list. */
export function listPage(query: SearchQuery, { settings }: AdapterContext): BrowserSpec {
  const params = queryString([
    ["jl", areaOf(query)],
    ["kw", query.keyword],
    ...filterParams(FILTERS, query.filters, query.place?.codes).map(([name, code]): [string, string] => [
      PAGE_PARAMS[name] ?? name,
      code,
    ]),
    ["p", query.page],
  ]);
  return { pageUrl: `${settings.list_url}/sou?${params}`, responseUrlPart: LIST_PATH };
}

export async function detailRequest(
  key: string,
  _token: PageToken,
  { settings }: AdapterContext,
): Promise<RequestSpec | null> {
  const url = `${settings.detail_url}/c/i/jobs/position-detail-new?${queryString([["number", key]])}`;
  return { method: "GET", url, headers: { ...JSON_HEADERS, "x-zp-platform": "13" } };
}

export async function companyRequest(companyKey: string, { settings }: AdapterContext): Promise<RequestSpec> {
  const url = `${settings.company_url}/${encodeURIComponent(companyKey)}.htm`;
  return { method: "GET", url, headers: { ...PAGE_HEADERS } };
}
