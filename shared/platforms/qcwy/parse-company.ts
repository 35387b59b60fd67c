import type { CompanyProfile } from "../../contracts/rows.ts";
import { isFields, label, labelOrOdd, number, text } from "../read.ts";
import { emptyCompany, plainUrl, pointColumns, sizeColumns } from "../row-fields.ts";
import { companyKey } from "./keys.ts";

const SITE = "https://jobs.51job.com";

/** @param raw a list row, or what `readDetail` and `readCompany` made of a page */
export function parseCompany(raw: unknown): CompanyProfile | null {
  const key = companyKey(raw);
  if (key === null || !isFields(raw)) return null;
  const unread: string[] = [];
  // A company page carries the company's own place; a posting's lon and lat are the work place's.
  const page = raw.isCompanyPage === true;
  return {
    ...emptyCompany(),
    platform: "qcwy",
    company_key: key,
    name: text(raw, "companyName", "fullCompanyName"),
    full_name: text(raw, "fullCompanyName"),
    company_type: label(raw, "companyTypeString"),
    ...sizeColumns(labelOrOdd(raw, "companySizeString"), unread),
    industry: label(raw, "industryType1Str", "companyIndustryType1Str"),
    logo: plainUrl(text(raw, "companyLogo")),
    url: plainUrl(text(raw, "companyHref")) ?? `${SITE}/all/co${encodeURIComponent(key)}.html`,
    address: page ? text(raw, "address") : null,
    description: text(raw, "companyDescribe"),
    ...pointColumns(page ? number(raw, "lon") : null, page ? number(raw, "lat") : null, "BD-09"),
    unread,
  };
}
