/** The fields whose quality is measured, by data type: in each batch before it is stored, and by day in ClickHouse (X14). */
import type { DataType, FilterDimension } from "../../contracts/platform.ts";
import { DAY_MS } from "../../time.ts";
import { WHOLE_COUNTRY } from "../city.ts";

/** The row that is measured, and the request that brought it. */
export interface MeasuredRow {
  /** Columns of the typed table. */
  row: Readonly<Record<string, unknown>>;
  /** City that was searched; null outside a search. */
  searchCity: string | null;
  /** Unix ms. */
  collectedAt: number;
}

export interface QualityField {
  name: string;
  /** What `unread` calls it where that is not its own name. */
  unread: string;
  /** Whether the row counts for this field at all. */
  applies(measured: MeasuredRow): boolean;
  isFilled(measured: MeasuredRow): boolean;
  /** Null where the field is no number, or the row has none. */
  number(measured: MeasuredRow): number | null;
  /** The same three in the SQL of ClickHouse, over a row of the typed table. */
  sql: { applies: string; filled: string; number: string | null };
  /** A page without it is always far off, whatever the baseline says. */
  isRequired: boolean;
  /**
   * Any search brings it, whatever it asks for. The others differ from search to search and from company to company, so
   * that a page has to be farther off.
   */
  isCore: boolean;
  /** Filter by which a crawl splits searches: a page of one of its values is far off by design. */
  filter: FilterDimension | null;
}

const isFilledValue = (value: unknown): boolean =>
  value !== null && value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0);

const numberOf = (value: unknown): number | null => (typeof value === "number" ? value : null);

type Options = Partial<Pick<QualityField, "unread" | "isRequired" | "isCore" | "filter">> & {
  column?: string;
  isList?: boolean;
};

/** A column that holds a text, a number or a list. */
function plain(name: string, { column = name, isList = false, ...rest }: Options = {}): QualityField {
  return {
    name,
    unread: name,
    applies: () => true,
    isFilled: ({ row }) => isFilledValue(row[column]),
    number: () => null,
    sql: {
      applies: "1",
      filled: isList ? `notEmpty(${column})` : `ifNull(toString(${column}), '') != ''`,
      number: null,
    },
    isRequired: false,
    isCore: false,
    filter: null,
    ...rest,
  };
}

/** Monthly salary, CNY: the lower end, else the upper one. */
const salary: QualityField = {
  ...plain("salary", { filter: "salary", isCore: true }),
  isFilled: ({ row }) => row.monthly_min !== null || row.monthly_max !== null,
  number: ({ row }) => numberOf(row.monthly_min) ?? numberOf(row.monthly_max),
  sql: {
    applies: "1",
    filled: "(monthly_min IS NOT NULL OR monthly_max IS NOT NULL)",
    number: "coalesce(monthly_min, monthly_max)",
  },
};

const said = ({ row }: MeasuredRow): number | null => numberOf(row.updated_at) ?? numberOf(row.published_at);
const SAID = "coalesce(updated_at, published_at)";

/** Days between the date that a posting shows and its collection: how fresh the rows are. */
const ageDays: QualityField = {
  ...plain("age_days"),
  isFilled: (measured) => said(measured) !== null,
  number: (measured) => {
    const at = said(measured);
    return at === null ? null : (measured.collectedAt - at) / DAY_MS;
  },
  sql: {
    applies: "1",
    filled: `${SAID} IS NOT NULL`,
    number: `dateDiff('second', ${SAID}, collected_at) / 86400`,
  },
};

/** Sites show times of China's clock, whose day may be ahead of the sender's. */
const AHEAD_MS = DAY_MS;
/** It is filled where the date that a posting shows is not in the future. */
const dateNotAhead: QualityField = {
  ...plain("date_not_ahead", { isCore: true }),
  applies: (measured) => said(measured) !== null,
  isFilled: (measured) => (said(measured) ?? 0) <= measured.collectedAt + AHEAD_MS,
  sql: { applies: `${SAID} IS NOT NULL`, filled: `${SAID} <= collected_at + INTERVAL 1 DAY`, number: null },
};

/**
 * It is filled where the posting is in the city that was searched; a district counts, since some cities are a district
 * of another.
 */
const inSearchedCity: QualityField = {
  ...plain("in_searched_city", { isCore: true }),
  applies: ({ row, searchCity }) =>
    searchCity !== null && searchCity !== "" && searchCity !== WHOLE_COUNTRY && isFilledValue(row.city),
  isFilled: ({ row, searchCity }) =>
    searchCity !== null && (row.city === searchCity || String(row.district ?? "").startsWith(searchCity)),
  sql: {
    applies: `(ifNull(search_city, '') NOT IN ('', '${WHOLE_COUNTRY}') AND ifNull(city, '') != '')`,
    filled: "(city = search_city OR startsWith(ifNull(district, ''), ifNull(search_city, '?')))",
    number: null,
  },
};

const POSTING_FIELDS: readonly QualityField[] = [
  plain("title", { isRequired: true, isCore: true }),
  plain("company_name", { isRequired: true, isCore: true }),
  plain("salary_text", { isCore: true }),
  salary,
  plain("city", { isCore: true }),
  inSearchedCity,
  plain("district", { filter: "district" }),
  plain("experience_text", { filter: "experience" }),
  plain("experience", { filter: "experience" }),
  plain("degree_text", { filter: "degree" }),
  plain("degree", { filter: "degree" }),
  plain("company_size", { column: "company_size_min", filter: "size" }),
  plain("company_type"),
  plain("company_stage"),
  plain("industry"),
  plain("skills", { isList: true }),
  plain("welfare", { isList: true }),
  plain("description"),
  plain("job_type"),
  plain("url"),
  ageDays,
  dateNotAhead,
];

const COMPANY_FIELDS: readonly QualityField[] = [
  plain("name"),
  plain("full_name"),
  plain("credit_code"),
  plain("company_type"),
  plain("company_stage"),
  plain("company_size", { column: "company_size_min" }),
  plain("industry"),
  plain("city"),
  plain("address"),
  plain("description"),
  plain("logo"),
];

export const QUALITY_FIELDS: Readonly<Record<DataType, readonly QualityField[]>> = {
  job: POSTING_FIELDS,
  job_detail: POSTING_FIELDS,
  company: COMPANY_FIELDS,
};
