import { MAX_TOKEN_VALUE_CHARS, type PageToken } from "../../contracts/pending-page.ts";
import { WHOLE_COUNTRY } from "../../domain/city.ts";
import type { AdapterContext, BrowserSpec, RequestSpec, SearchQuery } from "../adapter.ts";
import { requireCityCode } from "../city-code.ts";
import { filterParams } from "../filter-table.ts";
import { queryString } from "../query-string.ts";
import { child, type Fields, text } from "../read.ts";
import { JSON_HEADERS, PAGE_HEADERS } from "../request-headers.ts";
import { CITY_CODES, FILTERS, PAGE_SIZE } from "./codes.ts";

const LIST_PATH = "/wapi/zpgeek/search/joblist.json";
/** A company's own list: it takes the same filters and has the same rows. */
const COMPANY_LIST_PATH = "/wapi/zpgeek/brand/job/querylist.json";
/** experience and degree are always sent, empty without a filter, as the site's own page sends them. */
function searchParams(query: SearchQuery): [string, string | number][] {
  const filters = filterParams(FILTERS, query.filters, query.place?.codes);
  const empty = (["experience", "degree"] as const).filter((name) => query.filters[name] === undefined);
  return [
    ["query", query.keyword],
    ["city", requireCityCode(CITY_CODES, query)],
    ...empty.map((name): [string, string] => [name, ""]),
    ...filters,
    ...(query.filters.district
      ? [["multiBusinessDistrict", query.filters.district] as [string, string]]
      : []),
    ["page", query.page],
  ];
}

function companyParams({ company_key: key, ...query }: SearchQuery): [string, string | number][] {
  return [
    ["brandId", key ?? ""],
    ["city", query.city === WHOLE_COUNTRY && !query.filters.city ? "" : requireCityCode(CITY_CODES, query)],
    ...filterParams(FILTERS, query.filters),
    ["page", query.page],
  ];
}

export async function listRequest(query: SearchQuery, { settings }: AdapterContext): Promise<RequestSpec> {
  if (query.company_key !== undefined) {
    const url = `${settings.list_url}${COMPANY_LIST_PATH}?${queryString([...companyParams(query), ["pageSize", PAGE_SIZE]])}`;
    return { method: "GET", url, headers: { ...JSON_HEADERS } };
  }
  const params = queryString([["scene", 1], ...searchParams(query), ["pageSize", PAGE_SIZE]]);
  return { method: "GET", url: `${settings.list_url}${LIST_PATH}?${params}`, headers: { ...JSON_HEADERS } };
}

/** The search page, whose script requests the same list. */
export function listPage(query: SearchQuery, { settings }: AdapterContext): BrowserSpec {
  if (query.company_key !== undefined) {
    const page = `/gongsi/job/${encodeURIComponent(query.company_key)}.html`;
    return {
      pageUrl: `${settings.list_url}${page}?${queryString(companyParams(query))}`,
      responseUrlPart: COMPANY_LIST_PATH,
    };
  }
  return {
    pageUrl: `${settings.list_url}/web/geek/job?${queryString(searchParams(query))}`,
    responseUrlPart: LIST_PATH,
  };
}

/** The `securityId` of a list row, which expires; `lid` belongs to the same list answer. */
export function detailToken(raw: Fields): PageToken | null {
  const securityId = text(raw, "securityId") ?? text(child(raw, "jobInfo"), "securityId");
  const lid = text(raw, "lid") ?? "";
  const token = { security_id: securityId ?? "", lid };
  return isToken(token) ? token : null;
}

/** Visible ASCII, as the site's own tokens are. */
const VISIBLE = /^[!-~]*$/;

function isToken({ security_id: securityId = "", lid = "" }: PageToken): boolean {
  return (
    securityId !== "" &&
    [securityId, lid].every((value) => value.length <= MAX_TOKEN_VALUE_CHARS && VISIBLE.test(value))
  );
}

/** The site finds the posting by its `securityId`; the key stands in no address. */
export async function detailRequest(
  _key: string,
  token: PageToken,
  { settings }: AdapterContext,
): Promise<RequestSpec | null> {
  if (!isToken(token)) return null;
  const params = queryString([
    ["securityId", token.security_id ?? ""],
    ["lid", token.lid ?? ""],
  ]);
  const url = `${settings.detail_url}/wapi/zpgeek/job/detail.json?${params}`;
  return { method: "GET", url, headers: { ...JSON_HEADERS } };
}

export async function companyRequest(companyKey: string, { settings }: AdapterContext): Promise<RequestSpec> {
  const url = `${settings.company_url}/gongsi/${encodeURIComponent(companyKey)}.html`;
  return { method: "GET", url, headers: { ...PAGE_HEADERS } };
}
