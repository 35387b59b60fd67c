import { type CompanyProfile, EMPTY_PROFILE } from "../../tables/companies.ts";
import { type Fields, isFields, labelOrUnexpected, nestedOr, text } from "../read.ts";
import { creditCodeColumn, nameColumn, plainUrl, sizeColumns, textColumn } from "../row-fields.ts";
import { companyKey } from "./keys.ts";

const SITE = "https://www.zhipin.com";

/** Fields of the name in full; lists cut `brandName` to the width of a card. */
export const FULL_NAMES = ["customerBrandName", "companyFullName", "comName"];

/** Company fields of a list row (`brandName`), a detail's `brandComInfo` (`scaleName`) and a company page. */
export const companyFields = (raw: Fields): Fields => nestedOr(raw, "brandComInfo");

/** @param raw a list row, a detail, or the result of `readCompany` */
export function parseCompany(raw: unknown): CompanyProfile | null {
  const key = companyKey(raw);
  if (key === null || !isFields(raw)) return null;
  const fields = companyFields(raw);
  const unread: string[] = [];
  return {
    ...EMPTY_PROFILE,
    platform: "boss",
    company_key: key,
    name: nameColumn("name", fields, ["brandName"], FULL_NAMES, unread),
    full_name: textColumn("full_name", fields, FULL_NAMES, unread),
    company_stage: textColumn("company_stage", fields, ["brandStageName", "stageName"], unread),
    ...sizeColumns(labelOrUnexpected(fields, "brandScaleName", "scaleName"), unread),
    industry: textColumn("industry", fields, ["brandIndustry", "industryName"], unread),
    logo: plainUrl(text(fields, "brandLogo", "logo")),
    url: `${SITE}/gongsi/${encodeURIComponent(key)}.html`,
    address: textColumn("address", fields, ["address"], unread),
    description: textColumn("description", fields, ["introduce", "description"], unread),
    credit_code: creditCodeColumn(fields, ["creditCode", "unifiedSocialCreditCode"], unread),
    unread,
  };
}
