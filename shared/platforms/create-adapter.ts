import type { AdapterContext, ListAnswer, PlatformAdapter, RequestSpec } from "./adapter.ts";
import { fail, failedList } from "./answer.ts";
import { findCityCode } from "./city-code.ts";
import { type FilterTable, splitFilters } from "./filter-table.ts";
import { type Fields, isFields } from "./read.ts";

type Derived = "splitDimensions" | "cityCode" | "splitQuery" | "detailRequest";

/** The members that a platform implements; the other members of its adapter follow from its tables. */
export interface AdapterParts extends Omit<PlatformAdapter, Derived> {
  /** In the order of splitting. */
  filters: readonly FilterTable[];
  /** @returns null when the raw posting lacks what the request needs */
  detailRequest(raw: Fields, context: AdapterContext): Promise<RequestSpec | null>;
}

/** More rows than this many full pages are no list page of the site: storing them would hold the whole system up. */
const MAX_PAGE_SIZES = 5;

function withoutFlood(read: ListAnswer, pageSize: number): ListAnswer {
  const max = MAX_PAGE_SIZES * pageSize;
  if (read.items.length <= max) return read;
  return failedList(fail("schema-drift", `${read.items.length} rows on a page, at most ${max} are expected`));
}

export function createAdapter({ filters, detailRequest, readList, ...own }: AdapterParts): PlatformAdapter {
  return {
    ...own,
    readList: (answer, query) => withoutFlood(readList(answer, query), own.pageSize),
    splitDimensions: filters.map(({ dimension }) => dimension),
    cityCode: (city) => findCityCode(own.cityCodes, city),
    splitQuery: (query) => splitFilters(filters, query.filters, query.city),
    detailRequest: async (raw, context) => (isFields(raw) ? detailRequest(raw, context) : null),
  };
}
