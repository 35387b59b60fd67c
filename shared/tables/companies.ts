/** Companies: one row each, the newest one stays. */
import { COMPANY_SIZES, COORDINATE_SYSTEMS } from "../contracts/levels.ts";
import { choice, id, label, labels, number, type RowOf, text } from "./column.ts";
import { lineWriter } from "./line.ts";
import { PROVENANCE_COLUMNS, platform } from "./provenance.ts";
import { defineTable, emptyRow } from "./table.ts";

/** Their order is that of `content_hash`: an employer's hash is taken over its JSON. A new one stands last. */
const PROFILE_COLUMNS = {
  platform,
  company_key: id("id of the company on its platform"),
  name: text("short name"),
  full_name: text("name as registered"),
  company_type: label("ownership, as the platform names it"),
  company_stage: label("financing stage, as the platform names it"),
  company_size_text: label("size, as the platform shows it"),
  company_size: choice(
    COMPANY_SIZES,
    "people employed; null also where the text spans two of these bands, as 50-150 does",
  ),
  company_size_min: number("UInt32", "people employed at least; 0 where the text names only an upper bound"),
  company_size_max: number("UInt32", "people employed at most"),
  industry: label("industry, as the platform names it"),
  logo: text("address of the logo"),
  url: text("page of the company, without its query"),
  city: label("city of the company, common name"),
  address: text("street address"),
  description: text("what the company says of itself"),
  lon: number("Float64", "longitude of the address"),
  lat: number("Float64", "latitude of the address"),
  coordinate_system: choice(COORDINATE_SYSTEMS, "system of lon and lat, the own one of the platform"),
  unread: labels("fields whose text was kept but not read"),
  credit_code: text(
    "unified social credit code (GB 32100), where a page shows one with a right check character",
  ),
};

export type CompanyProfile = RowOf<typeof PROFILE_COLUMNS>;

/** A parser begins with it, so that a column that its platform lacks needs no line there. */
export const EMPTY_PROFILE = emptyRow(PROFILE_COLUMNS);

export const companies = defineTable({
  name: "companies",
  comment:
    "Companies as postings and their own pages tell of them: one row each, the newest one stays. Read with FINAL",
  columns: { ...PROFILE_COLUMNS, ...PROVENANCE_COLUMNS },
});

export const companyPages = defineTable({
  name: "company_pages",
  comment: "The newest row of each company that its own page told of; filled by company_pages_mv",
  columns: companies.columns,
});

export const companyLine = lineWriter<CompanyProfile>(PROFILE_COLUMNS);
