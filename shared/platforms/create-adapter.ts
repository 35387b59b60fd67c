import type { PageToken } from "../contracts/pending-page.ts";
import type { PlatformAdapter } from "./adapter.ts";
import { findCityCode } from "./city-code.ts";
import { type FilterTable, splitFilters } from "./filter-table.ts";
import { type Fields, isFields } from "./read.ts";

type Derived = "splitDimensions" | "cityCode" | "splitQuery" | "detailToken";

/** The members that a platform implements; the other members of its adapter follow from its tables. */
export interface AdapterParts extends Omit<PlatformAdapter, Derived> {
  /** In the order of splitting. */
  filters: readonly FilterTable[];
  /** @returns null when the raw posting lacks what the request of its page needs */
  detailToken(raw: Fields): PageToken | null;
}

export function createAdapter({ filters, detailToken, ...own }: AdapterParts): PlatformAdapter {
  return {
    ...own,
    splitDimensions: filters.map(({ dimension }) => dimension),
    cityCode: (city) => findCityCode(own.cityCodes, city),
    splitQuery: (query) => splitFilters(filters, query.filters, query.city),
    detailToken: (raw) => (isFields(raw) ? detailToken(raw) : null),
  };
}
