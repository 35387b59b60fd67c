import { type CompanyProfile, EMPTY_PROFILE } from "../../tables/companies.ts";
import { isFields, labelOrUnexpected, text } from "../read.ts";
import { creditCodeColumn, plainUrl, pointColumns, sizeColumns, textColumn } from "../row-fields.ts";
import { companyKey } from "./keys.ts";

const SITE = "https://jobs.51job.com";

/** @param raw a list row, or the result of `readDetail` or `readCompany` */
export function parseCompany(raw: unknown): CompanyProfile | null {
  const key = companyKey(raw);
  if (key === null || !isFields(raw)) return null;
  const unread: string[] = [];
  // A company page has the company's own coordinates; those of a posting are the work place's.
  const page = raw.isCompanyPage === true ? raw : {};
  return {
    ...EMPTY_PROFILE,
    platform: "qcwy",
    company_key: key,
    name: textColumn("name", raw, ["companyName", "fullCompanyName"], unread),
    full_name: textColumn("full_name", raw, ["fullCompanyName"], unread),
    company_type: textColumn("company_type", raw, ["companyTypeString"], unread),
    ...sizeColumns(labelOrUnexpected(raw, "companySizeString"), unread),
    industry: textColumn("industry", raw, ["industryType1Str", "companyIndustryType1Str"], unread),
    logo: plainUrl(text(raw, "companyLogo")),
    url: plainUrl(text(raw, "companyHref")) ?? `${SITE}/all/co${encodeURIComponent(key)}.html`,
    address: textColumn("address", page, ["address"], unread),
    description: textColumn("description", raw, ["companyDescribe"], unread),
    ...pointColumns(page, { lon: "lon", lat: "lat" }, "BD-09", unread),
    credit_code: creditCodeColumn(page, ["creditCode", "unifiedSocialCreditCode"], unread),
    unread,
  };
}
