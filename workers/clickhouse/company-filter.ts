/** A filter of companies as a condition over `companies_full`. */
import type { CompanyFilter } from "../../shared/contracts/company-search.ts";
import { wordsOf } from "../../shared/domain/job-words.ts";
import { foldSql, hasWordSql } from "./job-text.ts";
import type { BoundParams } from "./query.ts";
import { allOf, bindTo, inColumns, type SqlCondition } from "./sql-condition.ts";

const COLUMNS = {
  platform: "platform",
  city: "city",
  industry: "industry",
  company_size: "company_size",
  company_type: "company_type",
} as const satisfies Partial<Record<keyof CompanyFilter, string>>;

const NAMES = `concat(${foldSql("ifNull(name, '')")}, '\\n', ${foldSql("ifNull(full_name, '')")})`;
/** The names and the identity, in which all spellings are one: TCL科技 finds TCL 科技集团. */
const ALL_NAMES = `concat(${NAMES}, '\\n', identity)`;

/** @returns the condition for these companies; `1` for all */
export function companyFilterSql(filter: CompanyFilter): SqlCondition {
  const params: BoundParams = {};
  const bind = bindTo(params, "filter_");
  const parts = inColumns(filter, COLUMNS, bind);
  const words = wordsOf(filter.text ?? "");
  // Names have no index that could be asked for bigrams.
  const inNames = (column: string) =>
    allOf(
      words.map((word, index) =>
        hasWordSql((name, value) => bind(name, "String", value), `word_${index}`, word, {
          column,
          isIndexed: false,
        }),
      ),
    );
  if (words.length > 0)
    // A company is found by the names of all its rows.
    parts.push(`(${inNames(NAMES)}) OR (platform, company_key) IN (
      SELECT platform, company_key FROM company_facts
      WHERE company_id IN (SELECT company_id FROM company_facts WHERE ${inNames(ALL_NAMES)}))`);
  return { sql: allOf(parts), params };
}
