import type { PageToken } from "../../contracts/pending-page.ts";
import { ConfigError } from "../../errors/config-error.ts";
import type { AdapterContext, BrowserSpec, RequestSpec, SearchQuery } from "../adapter.ts";
import { requireCityCode } from "../city-code.ts";
import { filterParams } from "../filter-table.ts";
import { queryString } from "../query-string.ts";
import { JSON_HEADERS, PAGE_HEADERS } from "../request-headers.ts";
import { CITY_CODES, FILTERS, PAGE_SIZE } from "./codes.ts";
import { SIGN_KEY } from "./platform.ts";
import { sign } from "./signature.ts";

const LIST_PATH = "/api/job/search-pc";

/** A district is an area as a city is, so that its code takes the place of the city's. */
const areaOf = (query: SearchQuery): string => query.filters.district || requireCityCode(CITY_CODES, query);

/**
 * `requestId` is empty, as on a first page: it only groups the pages of one visit, and the answer is the same without
 * it.
 * @throws ConfigError when the signing key is missing
 */
export async function listRequest(query: SearchQuery, context: AdapterContext): Promise<RequestSpec> {
  if (!context.signKey) throw new ConfigError(SIGN_KEY, "is missing");
  const params = queryString([
    ["api_key", "51job"],
    ["timestamp", Math.floor(context.now / 1000)],
    ["keyword", query.keyword],
    ["searchType", 2],
    ["jobArea", areaOf(query)],
    ...filterParams(FILTERS, query.filters, query.place?.codes),
    ["pageNum", query.page],
    ["pageSize", PAGE_SIZE],
    ["requestId", ""],
    ["source", 1],
    ["pageCode", "sou|sou|soulb"],
    ["scene", 7],
  ]);
  const pathAndQuery = `${LIST_PATH}?${params}`;
  return {
    method: "GET",
    url: `${context.settings.list_url}${pathAndQuery}`,
    headers: {
      ...JSON_HEADERS,
      "from-domain": "51job_web",
      sign: sign(pathAndQuery, context.signKey),
    },
  };
}

/** The search page, whose script requests the same list. */
export function listPage(query: SearchQuery, { settings }: AdapterContext): BrowserSpec {
  const params = queryString([
    ["keyword", query.keyword],
    ["searchType", 2],
    ["jobArea", areaOf(query)],
    ...filterParams(FILTERS, query.filters, query.place?.codes),
    ["pageNum", query.page],
  ]);
  return { pageUrl: `${settings.list_url}/pc/search?${params}`, responseUrlPart: LIST_PATH };
}

export async function detailRequest(
  key: string,
  _token: PageToken,
  { settings }: AdapterContext,
): Promise<RequestSpec | null> {
  const url = `${settings.detail_url}/x/${encodeURIComponent(key)}.html`;
  return { method: "GET", url, headers: { ...PAGE_HEADERS } };
}

export async function companyRequest(companyKey: string, { settings }: AdapterContext): Promise<RequestSpec> {
  const url = `${settings.company_url}/all/co${encodeURIComponent(companyKey)}.html`;
  return { method: "GET", url, headers: { ...PAGE_HEADERS } };
}
