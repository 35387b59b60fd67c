import type { CompanyProfile } from "../../contracts/rows.ts";
import { child, type Fields, isFields, label, labelOrOdd, text } from "../read.ts";
import { emptyCompany, plainUrl, sizeColumns } from "../row-fields.ts";
import { companyKey } from "./keys.ts";

const SITE = "https://www.zhipin.com";

/** Company fields of a list row (`brandName`), a detail's `brandComInfo` (`scaleName`) and a company page. */
export function companyFields(raw: Fields): Fields {
  const info = child(raw, "brandComInfo");
  return Object.keys(info).length > 0 ? info : raw;
}

/** @param raw a list row, a detail, or what `readCompany` made of a company page */
export function parseCompany(raw: unknown): CompanyProfile | null {
  const key = companyKey(raw);
  if (key === null || !isFields(raw)) return null;
  const fields = companyFields(raw);
  const unread: string[] = [];
  return {
    ...emptyCompany(),
    platform: "boss",
    company_key: key,
    name: text(fields, "brandName"),
    full_name: text(fields, "customerBrandName", "companyFullName", "comName"),
    company_stage: label(fields, "brandStageName", "stageName"),
    ...sizeColumns(labelOrOdd(fields, "brandScaleName", "scaleName"), unread),
    industry: label(fields, "brandIndustry", "industryName"),
    logo: plainUrl(text(fields, "brandLogo", "logo")),
    url: `${SITE}/gongsi/${encodeURIComponent(key)}.html`,
    address: text(fields, "address"),
    description: text(fields, "introduce", "description"),
    unread,
  };
}
