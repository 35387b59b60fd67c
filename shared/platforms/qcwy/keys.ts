import { isFields, key, text } from "../read.ts";

const COMPANY_PAGE = /\/all\/co([\w-]+)\.html/;

export function jobKey(raw: unknown): string | null {
  return isFields(raw) ? key(raw, "jobId") : null;
}

/** @returns the key in the address of a company's page; null for any other address */
export function companyKeyOfPage(href: string | null): string | null {
  return COMPANY_PAGE.exec(href ?? "")?.[1] ?? null;
}

/** Reads `encCoId`, which the address of the company's page contains; for rows without it that address, then `coId`. */
export function companyKey(raw: unknown): string | null {
  if (!isFields(raw)) return null;
  return key(raw, "encCoId") ?? companyKeyOfPage(text(raw, "companyHref")) ?? key(raw, "coId");
}
