import { type CompanyProfile, EMPTY_PROFILE } from "../../tables/companies.ts";
import { type Fields, isFields, labelOrUnexpected, nestedOr, text } from "../read.ts";
import { creditCodeColumn, plainUrl, sizeColumns, textColumn } from "../row-fields.ts";
import { companyKey } from "./keys.ts";

const SITE = "https://company.zhaopin.com";

/** Company fields of a list row, or of a detail's `detailedCompany`. */
export const companyFields = (raw: Fields): Fields => nestedOr(raw, "detailedCompany");

/** @param raw a list row, a detail, or the result of `readCompany` */
export function parseCompany(raw: unknown): CompanyProfile | null {
  const key = companyKey(raw);
  if (key === null || !isFields(raw)) return null;
  const fields = companyFields(raw);
  const unread: string[] = [];
  return {
    ...EMPTY_PROFILE,
    platform: "zhilian",
    company_key: key,
    name: textColumn("name", fields, ["companyName", "name"], unread),
    full_name: text(fields, "companyName", "name"),
    company_type: textColumn("company_type", fields, ["propertyName", "property", "companyType"], unread),
    company_stage: textColumn("company_stage", fields, ["financingStage", "financingStageName"], unread),
    ...sizeColumns(labelOrUnexpected(fields, "companySize"), unread),
    industry: textColumn("industry", fields, ["industryName", "industryNameLevel", "industry"], unread),
    logo: plainUrl(text(fields, "companyLogo", "logo")),
    url: plainUrl(text(fields, "companyUrl")) ?? `${SITE}/${encodeURIComponent(key)}.htm`,
    address: textColumn("address", fields, ["companyAddress", "address"], unread),
    description: textColumn("description", fields, ["companyDescription", "description"], unread),
    credit_code: creditCodeColumn(fields, ["creditCode", "unifiedSocialCreditCode"], unread),
    unread,
  };
}
