/** Names of companies in their parts, which rows are one company, and what a person has to decide. */
import { z } from "zod";
import { LinkReason, PairKind } from "../contracts/company-match.ts";
import { COMPANY_SIZES } from "../contracts/levels.ts";
import { choice, column, count, id, instant, label, labels, member, text, word } from "./column.ts";
import { companies } from "./companies.ts";
import { platform } from "./provenance.ts";
import { defineTable, pickColumns } from "./table.ts";

const { company_key } = companies.columns;
const NAME_COLUMNS = {
  platform,
  company_key,
  ...pickColumns(companies.columns, ["name", "full_name"]),
  shown_name: id("the one of name and full_name that says more"),
  place: word("place in the name, as it is written"),
  brand: id("what tells the company from others, in its name"),
  trade: id("what it does, in its name"),
  suffix: word("legal form in the name"),
  branch: id("branch in the name; empty for none"),
  identity: id(
    "place, brand and trade, folded: equal for spellings of one name; empty where it names nobody",
  ),
  brand_key: id("brand, folded; empty where it cannot be compared"),
  city: label("city of the company, common name"),
  address: text("street address"),
  company_size: choice(COMPANY_SIZES, "people employed"),
  credit_code: companies.columns.credit_code,
} as const;

export const companyNames = defineTable({
  name: "company_names",
  comment:
    "Names of companies in their parts, the newest row stays; written by the schedule link-companies. Read with FINAL",
  columns: {
    ...NAME_COLUMNS,
    source_hash: count("UInt64", "hash of what the parts were read from, and of the version of the reading"),
    version: instant("when it was written"),
  },
});

export const companyLinks = defineTable({
  name: "company_links",
  comment:
    "Rows of companies that are, or were, one company with others or a branch of one; the newest row stays. A row that is missing is a company of its own. Read with FINAL",
  columns: {
    platform,
    company_key,
    company_id: id("id of the company over all platforms: the smallest platform:company_key of its rows"),
    parent_id: id("company_id of the company whose branch it is; empty for none"),
    how: member(LinkReason, "own, credit_code, name or person: what joined it"),
    evidence: id("JSON: the code, the name or the decision, the row that it was joined to, what else agrees"),
    decided_at: instant("when it was written"),
  },
});

export const companyPairs = defineTable({
  name: "company_pairs",
  comment:
    "Pairs of companies that may be one, for a person to decide; the newest row stays. Read with FINAL",
  columns: {
    one: id("company_id of the one"),
    other: id("company_id of the other, which is greater"),
    brand_key: id("brand that both have, folded"),
    kind: member(PairKind, "form, no_form, place or short: what differs"),
    score: column("Float32", z.number(), "0 to 1: how likely they are one"),
    also: labels("what agrees beside the name: city, address, company_size"),
    one_name: id("name of the one"),
    other_name: id("name of the other"),
    is_open: column(
      "UInt8",
      z.number().int(),
      "1 while it waits for a person; 0 once it was decided or no longer holds",
    ),
    found_at: instant("when it was found first"),
    version: instant("when it was written"),
  },
});
