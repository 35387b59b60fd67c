import type { PageToken } from "../contracts/pending-page.ts";
import { messageOf } from "../errors/message-of.ts";
import type { ListAnswer, PlatformAdapter } from "./adapter.ts";
import { type Failure, fail, failedDetail, failedList } from "./answer.ts";
import { findCityCode } from "./city-code.ts";
import { failedDictionary } from "./dictionary/answer.ts";
import { shippedDictionary } from "./dictionary/shipped.ts";
import { type FilterTable, splitFilters } from "./filter-table.ts";
import { type Fields, isFields } from "./read.ts";

type Derived = "cityCode" | "shippedDictionary" | "splitQuery" | "detailToken";

/** The members that a platform implements; the other members of its adapter follow from its tables. */
export interface AdapterParts extends Omit<PlatformAdapter, Derived> {
  /** In the order of splitting. */
  filters: readonly FilterTable[];
  /**
   * Left out where the request of a posting's page follows from its key.
   * @returns null when the raw posting lacks what the request of its page needs
   */
  detailToken?(raw: Fields): PageToken | null;
}

/** A reader must not throw, whatever the site sends: the page that it can't read is kept, and a person looks at it. */
function reading<Args extends unknown[], Answer>(
  read: (...all: Args) => Answer,
  failed: (failure: Failure) => Answer,
): (...all: Args) => Answer {
  return (...all) => {
    try {
      return read(...all);
    } catch (error) {
      return failed(fail("schema-drift", `cannot be read: ${messageOf(error)}`));
    }
  };
}

/** More rows than this many full pages are no list page of the site: storing them would hold the whole system up. */
const MAX_PAGE_SIZES = 5;

function withoutFlood(read: ListAnswer, pageSize: number): ListAnswer {
  const max = MAX_PAGE_SIZES * pageSize;
  if (read.items.length <= max) return read;
  return failedList(fail("schema-drift", `${read.items.length} rows on a page, at most ${max} are expected`));
}

export function createAdapter({ filters, detailToken, ...own }: AdapterParts): PlatformAdapter {
  const tokenOf = detailToken ?? ((raw: Fields) => (own.jobKey(raw) === null ? null : {}));
  return {
    ...own,
    readList: reading((answer, query) => withoutFlood(own.readList(answer, query), own.pageSize), failedList),
    readDetail: reading(own.readDetail, failedDetail),
    readCompany: reading(own.readCompany, failedDetail),
    cityCode: (city) => findCityCode(own.cityCodes, city),
    shippedDictionary: shippedDictionary(own.cityCodes, filters),
    dictionaries: own.dictionaries.map((source) => ({
      ...source,
      read: reading(source.read, failedDictionary),
    })),
    splitQuery: ({ filters: narrowed, city, place }) => splitFilters(filters, narrowed, city, place),
    detailToken: (raw) => (isFields(raw) ? tokenOf(raw) : null),
  };
}
